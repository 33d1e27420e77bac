"""One référent at any time, replaced, handed over without a gap; persons of trust read nothing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, client_of
from maillage.people.models import Attachment, Conflict, Household, Person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import circle as actions
from maillage.support.models import Accompaniment, Act, Handover, TrustedPerson
from maillage.support.queries import circle as queries
from maillage.support.tests.factories import make_accompaniment
from tests.plugin import become


def address(name, town, *more):
    return reverse(f"support:{name}", args=[town.samira.pk, *more])


def passing(town, **changed):
    told = {"reason": "Je change de poste", "note": "Le dossier de logement est déposé.", "not_to_lose": "",
            "meeting_on": None, "person_agrees": True}  # fmt: skip
    return actions.Passing(taker_id=town.other.user_id, **{**told, **changed})


@pytest.fixture
def followed(town):
    with become("maintenance"):
        town.accompaniment = make_accompaniment(town.samira, town.worker)
    return town


@pytest.fixture
def proposed(followed):
    with acting(actor_of(followed.worker)) as by:
        followed.handover = actions.propose_handover(
            by=by, accompaniment=followed.accompaniment, passing=passing(followed)
        )
    return followed


def test_a_referent_is_chosen_once(town):
    client = client_of(town.worker)
    client.post(address("accompany", town), {"chosen": "oui"})
    second = client_of(town.mate).post(address("accompany", town), {"chosen": "oui"}, follow=True)
    assert "a déjà un référent" in second.content.decode()
    with acting(actor_of(town.mate)):
        found = Accompaniment.objects.get()
        assert (found.referent_id, found.lead_structure_id) == (town.worker.user_id, town.here.pk)
        assert Act.objects.get().what == "Début de l’accompagnement"


def test_the_database_refuses_a_second_referent(followed):
    with become("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        make_accompaniment(followed.samira, followed.mate)


def test_whoever_reads_by_consent_does_not_accompany(town):
    assert client_of(town.partner).post(address("accompany", town), follow=True).status_code == 200
    with acting(actor_of(town.partner)) as by, pytest.raises(Forbidden, match="Seule l’équipe"):
        actions.open_accompaniment(by=by, person=town.samira, chosen_with_person=True)
    with become("maintenance"):
        assert not Accompaniment.objects.exists()


def test_until_it_is_accepted_nothing_changes(proposed):
    with acting(actor_of(proposed.other)):
        assert not Person.objects.exists()
        assert Handover.objects.get().note == "Le dossier de logement est déposé."
        assert queries.names_of_proposed() == {proposed.handover.pk: "Samira BENALI"}
    with acting(actor_of(proposed.worker)):
        assert Accompaniment.objects.get().referent_id == proposed.worker.user_id
    with acting(actor_of(proposed.stranger)):
        assert not Handover.objects.exists()


def test_accepted_the_referent_changes_in_one_moment(proposed):
    page = reverse("support:handover", args=[proposed.handover.pk])
    client = client_of(proposed.other)
    assert "Samira BENALI" in client.get(page).content.decode()
    done = client.post(page, {"choice": "accept", "answer": "Bienvenue"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("people:person", args=[proposed.samira.pk])
    with acting(actor_of(proposed.other)):
        found = Accompaniment.objects.get()
        assert (found.referent_id, found.referent_since) == (proposed.other.user_id, timezone.localdate())
        assert Household.objects.count() == 1
        assert Act.objects.get().what.startswith("Nouveau référent")
        assert Attachment.objects.filter(worker_id=proposed.other.user_id, consent_of=None).count() == 2
    with acting(actor_of(proposed.worker)):
        assert Person.objects.filter(pk=proposed.samira.pk).exists()


def test_it_is_accepted_once_and_by_its_taker_only(proposed):
    for member in (proposed.mate, proposed.stranger, proposed.worker):
        with acting(actor_of(member)) as by, pytest.raises(Forbidden):
            actions.accept_handover(by=by, handover=proposed.handover, answer="")
    with acting(actor_of(proposed.other)) as by:
        actions.accept_handover(by=by, handover=proposed.handover, answer="")
        with pytest.raises(Forbidden, match="n’attend plus"):
            actions.accept_handover(by=by, handover=proposed.handover, answer="")


def test_it_is_declined_or_taken_back(proposed):
    page = reverse("support:handover", args=[proposed.handover.pk])
    client_of(proposed.other).post(page, {"choice": "decline", "answer": "Trop de suivis"})
    with acting(actor_of(proposed.worker)) as by:
        row = Handover.objects.get()
        assert (row.state, row.answer) == ("declined", "Trop de suivis")
        assert Accompaniment.objects.get().referent_id == proposed.worker.user_id
        again = actions.propose_handover(
            by=by, accompaniment=proposed.accompaniment, passing=passing(proposed)
        )
        with pytest.raises(Forbidden, match="attend déjà une réponse"):
            actions.propose_handover(by=by, accompaniment=proposed.accompaniment, passing=passing(proposed))
        actions.withdraw_handover(by=by, handover=again)
    assert client_of(proposed.other).get(page).status_code == 404


def test_somebody_kept_out_is_never_handed_over_to(proposed):
    with become("maintenance"):
        told = {"agent": proposed.other.user, "by": proposed.worker.user, "reason": "ex-conjoint"}
        Conflict.objects.create(person=proposed.samira, **told)
    with acting(actor_of(proposed.other)) as by:
        assert not Handover.objects.exists()
        with pytest.raises(Forbidden):
            actions.accept_handover(by=by, handover=proposed.handover, answer="")
        assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"worker": ""}, "Choisissez une personne de votre structure."),
        ({"worker": "999999"}, "Sélectionnez un choix valide"),
        ({"note": ""}, "Cette réponse est nécessaire"),
        ({"meeting_on": "30 février"}, "Cette date n’existe pas"),
    ],
)
def test_a_handover_badly_told_is_told_again(followed, changed, sentence):
    typed = {"worker": followed.other.user_id, "reason": "départ", "note": "tout va bien", **changed}
    answer = client_of(followed.worker).post(address("hand_over", followed), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "départ" in answer.content.decode()


def test_only_the_referent_hands_over(followed):
    typed = {"worker": followed.other.user_id, "reason": "x", "note": "x"}
    answer = client_of(followed.mate).post(address("hand_over", followed), typed)
    assert "Seul le référent passe la main." in answer.content.decode()


def test_a_substitute_has_an_end(followed):
    until = timezone.localdate() + timedelta(days=20)
    typed = {"worker": followed.mate.user_id, "until": until, "version": 1}
    assert client_of(followed.worker).post(address("substitute", followed), typed).status_code == 302
    late = client_of(followed.worker).post(address("substitute", followed), typed, follow=True)
    assert "vient d’être changé ailleurs" in late.content.decode()
    past = {**typed, "until": "01/01/2020", "version": 2}
    assert client_of(followed.worker).post(address("substitute", followed), past).status_code == 422
    with acting(actor_of(followed.worker)):
        found = Accompaniment.objects.get()
        assert (found.substitute_id, found.substitute_until) == (followed.mate.user_id, until)


def test_closed_it_may_be_opened_again(followed):
    client = client_of(followed.worker)
    client.post(address("close", followed), {"reason": "objectifs atteints", "version": 1})
    assert "Pas encore de référent" in client.get(address("circle", followed)).content.decode()
    client.post(address("accompany", followed), {"chosen": "oui"})
    with acting(actor_of(followed.worker)):
        assert Accompaniment.objects.filter(closed_on=None).count() == 1


def test_a_trusted_person_comes_and_goes(town):
    client = client_of(town.worker)
    client.post(address("add_trusted", town), {"name": "Nora", "relation": "sa sœur", "contact": ""})
    with acting(Actor(person_id=town.samira.pk)):
        nora = TrustedPerson.objects.get()
        assert nora.since == timezone.localdate()
    assert client_of(town.partner).post(address("end_trusted", town, nora.pk)).status_code == 403
    client.post(address("end_trusted", town, nora.pk))
    with acting(actor_of(town.worker)):
        assert TrustedPerson.objects.get().until == timezone.localdate()


def test_the_circle_page_names_everybody_with_their_ground(followed):
    page = client_of(followed.worker).get(address("circle", followed)).content.decode()
    assert page.count("dans l’équipe") == 2
    assert page.count("avec son accord") == 1
    assert date(2099, 1, 1).strftime("%Y") in page


def test_what_waits_for_me(proposed):
    with acting(actor_of(proposed.other)) as actor:
        found = queries.duties(actor, timezone.localdate())
        assert [name for _, name in found.handovers] == ["Samira BENALI"]
    with acting(actor_of(proposed.mate)) as actor:
        assert queries.duties(actor, timezone.localdate()) == ([], [], 0)


@pytest.mark.parametrize("page", ["hand_over", "substitute"])
def test_nothing_is_proposed_to_an_agent_kept_out(followed, page):
    with become("maintenance"):
        Conflict.objects.create(
            person=followed.samira, agent=followed.other.user, reason="x", by=followed.worker.user
        )
    told = {"worker": followed.other.user_id, "reason": "x", "note": "y", "until": "01/01/2099", "version": 1}
    answer = client_of(followed.worker).post(address(page, followed), told, follow=True)
    assert "tenue à l’écart de ce dossier" in answer.content.decode()
    with become("maintenance"):
        assert not Handover.objects.exists()
        assert Accompaniment.objects.get().substitute_id is None
