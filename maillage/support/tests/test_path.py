"""The timeline: who did what, for whom it is meant; filtered, printed, completed; quick at thousands of lines."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of, client_of
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.models import Act
from maillage.support.queries import path as queries
from maillage.support.tests.factories import make_act
from tests.plugin import become


def address(name, town, *more):
    return reverse(f"support:{name}", args=[town.samira.pk, *more])


@pytest.fixture
def acts(town):
    with become("maintenance"):
        make_act(town.samira, town.worker, "Recours DALO déposé", kind="step", on=date(2026, 3, 2))
        make_act(town.samira, town.worker, "Entretien", on=date(2026, 5, 2))
        make_act(town.samira, town.partner, "Bilan de santé", on=date(2026, 4, 2), open_to_teams=True)
    return town


def seen_by(actor, town):
    with acting(actor):
        return [one.what for one in queries.acts(actor, town.samira)]


def test_across_structures_under_consent(acts):
    """The partner's own line is for the team too; a stranger sees nothing."""
    everything = ["Entretien", "Bilan de santé", "Recours DALO déposé"]
    assert seen_by(actor_of(acts.worker), acts) == everything
    assert seen_by(actor_of(acts.partner), acts) == everything
    assert seen_by(Actor(person_id=acts.samira.pk), acts) == everything
    assert seen_by(actor_of(acts.stranger), acts) == seen_by(actor_of(acts.other), acts) == []


def test_filters_by_kind_structure_and_date(acts):
    client = client_of(acts.worker)

    def shown(**asked):
        return [one.what for one in client.get(address("path", acts), asked).context["acts"]]

    assert shown(kind="step") == ["Recours DALO déposé"]
    assert shown(structure=acts.partner.structure_id) == ["Bilan de santé"]
    assert shown(since="01/04/2026") == ["Entretien", "Bilan de santé"]
    assert len(shown(kind="tout", structure="x", since="demain")) == 3


def test_it_is_printed(acts):
    answer = client_of(acts.partner).get(address("print_path", acts))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_what_was_done_before_is_added_and_its_outcome_told(town):
    client = client_of(town.worker)
    typed = {"on": "02/03/2024", "kind": "request", "what": "Demande de logement social", "outcome": ""}
    client.post(address("add_act", town), typed)
    with acting(actor_of(town.worker)):
        act = Act.objects.get()
    assert client.get(address("outcome", town, act.pk)).status_code == 200
    client.post(address("outcome", town, act.pk), {"outcome": "attribué en juin"})
    with acting(actor_of(town.mate)):
        assert Act.objects.get().outcome == "attribué en juin"
    assert client.post(address("outcome", town, act.pk), {"outcome": ""}).status_code == 422


def test_a_partner_does_not_write_on_behalf_of_the_team(acts):
    client = client_of(acts.partner)
    assert client.get(address("add_act", acts)).status_code == 403
    with acting(actor_of(acts.worker)):
        mine = Act.objects.get(what="Entretien")
        theirs = Act.objects.get(what="Bilan de santé")
    assert client.post(address("outcome", acts, mine.pk), {"outcome": "x"}).status_code == 403
    assert (
        client_of(acts.worker).post(address("outcome", acts, theirs.pk), {"outcome": "x"}).status_code == 404
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "31/02/2026"}, "Cette date n’existe pas"),
        ({"what": ""}, "Cette réponse est nécessaire"),
        ({"what": "x" * 201}, "200 caractères"),
        ({"kind": "?"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_line_badly_told_is_told_again(town, changed, sentence):
    typed = {"on": "02/03/2024", "kind": "request", "what": "Demande", "outcome": "en cours", **changed}
    answer = client_of(town.worker).post(address("add_act", town), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "en cours" in answer.content.decode()


def test_pages_go_through_thousands_of_lines_once_each(town, django_assert_num_queries):
    with become("maintenance"):
        many = [
            Act(person=town.samira, structure=town.here, kind="other", what=f"acte {n}", on=date(2026, 9, 1) - timedelta(days=n // 7))
            for n in range(2000)
        ]  # fmt: skip
        Act.objects.bulk_create(many)
    seen, after = [], None
    with acting(actor_of(town.worker)) as actor:
        while True:
            page = queries.page(actor, town.samira, after=after, size=500)
            seen += [one.what for one in page.acts]
            if not page.following:
                break
            after = page.following
        with django_assert_num_queries(2):
            queries.page(actor, town.samira, after=after)
    assert len(seen) == len(set(seen)) == 2000


def test_the_person_page_shows_it_first(acts):
    page = client_of(acts.partner).get(reverse("people:person", args=[acts.samira.pk])).content.decode()
    assert (
        page.index("Qui a fait quoi") < page.index("Recours DALO déposé") < page.index("Ce dont ses droits")
    )
