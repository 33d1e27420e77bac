"""Who reads what: shown to whoever sees the person, written by the team alone, printed in plain words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership
from maillage.accounts.tests.factories import (
    actor_of,
    client_of,
    make_member,
    make_structure,
    signed_in,
)
from maillage.audit.actions import record
from maillage.audit.models import Entry
from maillage.clocks.months import same_day
from maillage.people import ledger
from maillage.people.models import AttachmentRequest, Conflict, Consent
from maillage.people.tests.factories import attach, give, make_family
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(client):
    """A worker (signed in `client`) who follows a mother, and the workers of another structure."""
    with become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        household, mother, _ = make_family(worker)
        there = make_structure("Mission locale")
        partner, other = (make_member(Role.SOCIAL_WORKER, there) for _ in range(2))
    return worker, mother, partner, other, household


def at(name, person, *more):
    return reverse(f"people:{name}", args=[person.pk, *more])


def typed(partner, **changed):
    told = {
        "structure": str(partner.structure.public_id),
        "email": partner.user.email,
        "parts": ["housing"],
        "purpose": "chercher un logement",
        "way": "oral",
        "witness": "Claire",
        "given_on": "01/11/2026",
        "until": f"{timezone.localdate() + timedelta(days=60):%d/%m/%Y}",
        **changed,
    }
    today = timezone.localdate()
    return {**told, "given_on": changed.get("given_on", f"{today:%d/%m/%Y}")}


def send(client, url, data):
    """Both steps: the list of readers is read, then the line is written."""
    shown = client.post(url, data)
    assert shown.status_code == 200, shown.context["form"].errors
    return shown, client.post(url, {**data, "seen": shown.context["seal"]})


def text(page):
    return page.content.decode()


def test_the_exact_list_of_readers_is_shown_before_anything_is_written(client, town):
    _, mother, partner, other, _ = town
    url = at("consent", mother)
    assert client.get(url).status_code == 200
    data = typed(partner, email="", role="social_worker")
    shown = client.post(url, data)
    assert [one["name"] for one in shown.context["readers"]] == sorted(
        [str(partner.user), str(other.user)], key=lambda name: name.split(" ", 1)[1]
    )
    assert "Cet accord ouvre toujours son identité" in text(shown)
    assert client_of(partner).get(at("person", mother)).status_code == 404
    sent = client.post(url, {**data, "seen": shown.context["seal"]})
    assert sent.url == at("ledger", mother)
    for member in (partner, other):
        assert client_of(member).get(at("person", mother)).status_code == 200


def test_a_list_that_changed_is_shown_again(client, town):
    _, mother, partner, _, _ = town
    data = typed(partner, email="")
    shown = client.post(at("consent", mother), data)
    with become("maintenance"):
        make_member(Role.RECEPTION, partner.structure)
    again = client.post(at("consent", mother), {**data, "seen": shown.context["seal"]})
    assert again.status_code == 200
    assert "La liste a changé" in text(again)
    with become("maintenance"):
        assert not Consent.objects.exists()


def test_one_named_reader_reads_and_nobody_else(client, town):
    _, mother, partner, other, _ = town
    shown, sent = send(client, at("consent", mother), typed(partner))
    assert [one["name"] for one in shown.context["readers"]] == [str(partner.user)]
    assert sent.status_code == 302
    assert client_of(partner).get(at("person", mother)).status_code == 200
    assert client_of(other).get(at("person", mother)).status_code == 404
    page = text(client.get(at("ledger", mother)))
    assert "chercher un logement" in page
    assert "logement" in page
    assert str(partner.user) in page


def test_one_may_go_back_from_the_list_with_all_that_was_typed(client, town):
    _, mother, partner, _, _ = town
    page = client.post(at("consent", mother), {**typed(partner), "edit": "1", "seen": "x"})
    assert page.status_code == 200
    assert "chercher un logement" in text(page)
    assert not page.context["form"].errors


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"structure": "pas un identifiant"}, "Choisissez une structure dans la liste."),
        ({"structure": "\x00"}, "Choisissez une structure dans la liste."),
        ({"email": "personne@exemple.test"}, "Cette adresse n’est pas celle"),
        ({"email": "bizarre"}, "Cette adresse e-mail n’est pas complète."),
        ({"role": "reception"}, "pas les deux"),
        ({"witness": ""}, "Écrivez qui a entendu"),
        ({"way": "law"}, "Choisissez le texte"),
        ({"basis": "care_team"}, "Un texte de loi ne sert que sans accord"),
        ({"basis": "danger", "way": "law"}, "Sélectionnez un choix valide"),
        ({"parts": ["diary"]}, "Cochez des parties de la liste."),
        ({"purpose": " "}, "Écrivez pourquoi."),
        ({"until": "01/01/2020"}, "Écrivez une date à partir du"),
        ({"until": "31/02/2027"}, "Cette date n’existe pas"),
        ({"until": f"{date.today().year + 4}-01-01"}, "Un accord dure deux ans au plus"),
        ({"given_on": f"{date.today() + timedelta(days=3)}"}, "Écrivez une date jusqu’au"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, town, changed, sentence):
    _, mother, partner, _, _ = town
    page = client.post(at("consent", mother), typed(partner, **changed))
    assert page.status_code == 422
    assert sentence in text(page)
    if "purpose" not in changed:
        assert "chercher un logement" in text(page)
    with become("maintenance"):
        assert not Consent.objects.exists()


def test_by_law_the_text_its_limits_and_its_longest_are_told(client, town):
    _, mother, partner, _, _ = town
    law = {"way": "law", "basis": "child_protection", "witness": ""}
    far = f"{timezone.localdate() + timedelta(days=400):%d/%m/%Y}"
    refused = client.post(at("consent", mother), typed(partner, **law, until=far))
    assert "Ce texte permet de partager 365 jours au plus" in text(refused)
    shown, sent = send(client, at("consent", mother), typed(partner, **law))
    assert "Les parents, ou qui a l’autorité parentale, sont informés avant" in text(shown)
    assert sent.status_code == 302
    page = text(client.get(at("ledger", mother)))
    assert "article L226-2-2" in page
    assert "par la loi" in page


def test_somebody_kept_out_is_neither_named_nor_listed(client, town):
    worker, mother, partner, other, _ = town
    with become("maintenance"):
        Conflict.objects.create(person=mother, agent=partner.user, by=worker.user, reason="ex-conjoint")
    assert "tenue à l’écart" in text(client.post(at("consent", mother), typed(partner)))
    shown, _ = send(client, at("consent", mother), typed(partner, email=""))
    assert [one["name"] for one in shown.context["readers"]] == [str(other.user)]
    assert client_of(partner).get(at("person", mother)).status_code == 404


def test_a_line_for_a_role_covers_only_who_holds_it(client, town):
    """As row security reads: the partner is a social worker, not a rights lead."""
    _, mother, partner, _, _ = town
    with become("maintenance"):
        line = give(mother, partner, "housing", reader_id=None, role="social_worker")
        give_more = {"purpose": "essai", "way": "self", "given_on": line.given_on, "until": line.until}
        Consent.objects.create(
            person=mother, structure=partner.structure, role="rights_lead", parts=["health"], **give_more
        )
    assert client_of(partner).get(at("person", mother)).status_code == 200
    (theirs,) = (one for one in client.get(at("ledger", mother)).context["circle"] if "accord" in one.why)
    assert (theirs.name, "logement" in theirs.scope, "santé" in theirs.scope) == (
        str(partner.user),
        True,
        False,
    )
    with become("maintenance"):
        Membership.objects.filter(pk=partner.pk).update(role="reception")
    assert client_of(partner).get(at("person", mother)).status_code == 404
    assert [one for one in client.get(at("ledger", mother)).context["circle"] if "accord" in one.why] == []


def test_a_form_sent_twice_writes_one_line(client, town):
    _, mother, partner, _, _ = town
    data = typed(partner)
    shown = client.post(at("consent", mother), data)
    last = {**data, "seen": shown.context["seal"], "request_key": "4b5c1ab0-0000-4000-8000-000000000001"}
    for _ in range(2):
        assert client.post(at("consent", mother), last).url == at("ledger", mother)
    with become("maintenance"):
        assert Consent.objects.count() == 1


def test_withdrawn_its_reader_reads_nothing_more_and_the_line_remains(client, town):
    _, mother, partner, _, _ = town
    send(client, at("consent", mother), typed(partner))
    with become("maintenance"):
        line = Consent.objects.get()
    url = at("withdraw", mother, line.pk)
    assert "Arrêter le partage avec" in text(client.get(url))
    assert client.post(url, {"way": ""}).status_code == 422
    assert client.post(url, {"way": "self"}).status_code == 422
    assert client.post(url, {"way": "oral"}).url == at("ledger", mother)
    assert client_of(partner).get(at("person", mother)).status_code == 404
    page = text(client.get(at("ledger", mother)))
    assert "partage terminé" in page
    assert "Retiré le" in page


def test_a_partner_reads_the_ledger_without_its_buttons_nor_its_journal(town):
    _, mother, partner, _, _ = town
    with become("maintenance"):
        line = give(mother, partner)
    theirs = client_of(partner)
    page = text(theirs.get(at("ledger", mother)))
    assert "Qui entoure cette personne" in page
    assert "n’est montré qu’à la personne et à l’équipe" in page
    assert "Nouvel accord" not in page
    for name in ("consent", "keep_out", "codes"):
        assert theirs.get(at(name, mother)).status_code == 403
    assert theirs.post(at("withdraw", mother, line.pk), {"way": "oral"}).status_code == 403
    folder = text(theirs.get(at("person", mother)))
    assert "Corriger son identité" not in folder
    assert "Ne plus suivre" not in folder
    assert theirs.post(at("leave", mother)).status_code == 403


def test_a_whole_structure_that_reads_does_not_take_the_person_over(client, town):
    _, mother, partner, other, _ = town
    send(client, at("consent", mother), typed(partner, email=""))
    theirs = client_of(partner)
    assert "Prendre en charge" not in text(theirs.get(at("person", mother)))
    assert theirs.post(at("take", mother)).status_code == 403
    assert client_of(other).get(at("person", mother)).status_code == 200
    assert theirs.get(reverse("people:requests")).context["rows"] == []


def test_a_partner_answers_no_request_about_the_person(town):
    _, mother, partner, other, _ = town
    with become("maintenance"):
        give(mother, partner)
    request = asked_by(other, mother)
    theirs = client_of(partner)
    assert theirs.get(reverse("people:requests")).context["rows"] == []
    url = reverse("people:answer", args=[request.pk])
    assert theirs.post(url, {"answer": "accept"}).status_code == 404


def test_each_opening_is_told_with_who_where_and_why(client, town):
    worker, mother, _, _, _ = town
    with become("maintenance"):
        colleague = make_member(Role.SOCIAL_WORKER, worker.structure)
        attach(colleague, mother)
    client_of(colleague).get(at("person", mother))
    page = client.get(at("ledger", mother))
    told = page.context["openings"]
    assert str(colleague.user) in told[1].who
    assert told[1].place == str(worker.structure)
    assert told[1].motive == "accompagnement"
    with become("maintenance"):
        assert Entry.objects.filter(verb="read_ledger", object_id=str(mother.pk)).count() == 1


def test_openings_are_told_by_reader_and_day_but_an_emergency_by_itself(client, town):
    _, mother, partner, _, _ = town
    own = Actor(person_id=mother.pk, label="Elle")
    for _ in range(2):
        client.get(at("person", mother))
    with become("maintenance"):
        for motive in ("danger", "danger"):
            record(actor_of(partner), "read_exceptional", mother, motive=motive)
    with acting(own):
        found = ledger.openings(mother)
    assert [(one.motive, one.exceptional, one.times) for one in found] == [
        ("danger", True, 1),
        ("danger", True, 1),
        ("accompagnement", False, 2),
    ]


def test_five_openings_are_shown_and_every_emergency(client, town, monkeypatch):
    _, mother, _, _, _ = town
    days = [timezone.now() - timedelta(days=back) for back in range(9)]
    told = [ledger.Opening(day, "Nadia Petit", "MDS", "accompagnement", False) for day in days]
    told.append(ledger.Opening(days[-1], "Yann Le Goff", "CCAS", "enfant en danger", True))
    monkeypatch.setattr(ledger, "openings", lambda person: told)
    shown, folded = text(client.get(at("ledger", mother))).split("Voir les ouvertures plus anciennes")
    assert shown.count("Nadia Petit") == 5
    assert "enfant en danger" in shown
    assert folded.count("Nadia Petit") == 4


def test_a_trade_is_said_rather_than_a_role(client, town):
    worker, mother, _, _, _ = town
    with become("maintenance"):
        Membership.objects.filter(user=worker.user).update(job_title="assistante sociale")
    for name in ("ledger", "person"):
        page = text(client.get(at(name, mother)))
        assert "assistante sociale, " in page
        assert "travailleur social" not in page.split("site-footer")[0].split("<main")[1]


def test_whoever_reads_by_their_role_is_told_too(client, town):
    worker, mother, _, _, _ = town
    with become("maintenance"):
        lead = make_member(Role.RIGHTS_LEAD, worker.structure)
    assert str(lead.user) in text(client.get(at("ledger", mother)))
    assert client_of(lead).get(at("person", mother)).status_code == 200


def test_it_takes_as_many_queries_for_one_line_as_for_three(client, town, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _, mother, partner, other, _ = town
    with become("maintenance"):
        give(mother, partner)
    client.get(at("ledger", mother))
    with CaptureQueriesContext(connection) as one:
        client.get(at("ledger", mother))
    with become("maintenance"):
        give(mother, other, "home")
        give(mother, make_member(Role.SOCIAL_WORKER))
    with django_assert_num_queries(len(one)):
        client.get(at("ledger", mother))


@pytest.mark.parametrize("name", ["ledger_print", "consent_paper"])
def test_the_papers_print(client, town, name):
    _, mother, partner, _, _ = town
    with become("maintenance"):
        give(mother, partner, "health", basis_id="care_team", way="law", recorded_by_id=partner.user_id)
        give(mother, make_member(Role.SOCIAL_WORKER), withdrawn_at=timezone.now(), withdrawn_way="oral")
    answer = client.get(at(name, mother))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_form_to_sign_is_filled_with_what_was_typed(client, town, monkeypatch):
    _, mother, partner, _, _ = town
    seen = []
    monkeypatch.setattr("maillage.people.papers.render_pdf", lambda name, data: seen.append(data) or b"%PDF")
    assert client.post(at("consent_paper", mother), typed(partner)).status_code == 200
    assert client.post(at("consent_paper", mother), {"purpose": "x"}).status_code == 200
    assert "chercher un logement" in str(seen[0])
    assert str(partner.structure) in str(seen[0])
    assert "chercher un logement" not in str(seen[1])
    assert "blank" in str(seen[1])


def test_keeping_out_answers_the_same_whether_the_account_exists(client, town):
    _, mother, partner, _, _ = town
    url = at("keep_out", mother)
    answers = []
    for email in (partner.user.email, "inconnu@exemple.test"):
        sent = client.post(url, {"email": email, "reason": "ancien conjoint"}, follow=True)
        answers.append((sent.redirect_chain, [str(one) for one in sent.context["messages"]]))
    assert answers[0] == answers[1]
    assert "C’est noté" in answers[0][1][0]
    assert str(partner.user) in text(client.get(url))
    with become("maintenance"):
        assert Conflict.objects.get().agent == partner.user


def test_oneself_is_not_kept_out_and_a_bad_address_is_said(client, town):
    worker, mother, _, _, _ = town
    url = at("keep_out", mother)
    refused = client.post(url, {"email": worker.user.email, "reason": "voisine"})
    assert refused.status_code == 422
    assert "passez d’abord la main" in text(refused)
    bad = client.post(url, {"email": "pas une adresse", "reason": "voisine"})
    assert bad.status_code == 422
    assert "voisine" in text(bad)


def test_a_colleague_kept_out_leaves_and_never_reads_why(client, town):
    worker, mother, _, _, _ = town
    with become("maintenance"):
        colleague, third = (make_member(Role.SOCIAL_WORKER, worker.structure) for _ in range(2))
        attach(colleague, mother)
        attach(third, mother)
    theirs = client_of(colleague)
    assert theirs.get(at("person", mother)).status_code == 200
    client.post(at("keep_out", mother), {"email": colleague.user.email, "reason": "ancien conjoint"})
    assert theirs.get(at("person", mother)).status_code == 404
    assert theirs.get(at("keep_out", mother)).status_code == 404
    assert "ancien conjoint" in text(client_of(third).get(at("keep_out", mother)))


def asked_by(partner, mother):
    with become("maintenance"):
        return AttachmentRequest.objects.create(
            person=mother,
            requester=partner.user,
            structure=partner.structure,
            typed_name="Samira Benali",
            motive="reçue à la mission locale",
        )


def test_a_request_from_elsewhere_is_answered_by_a_line(client, town):
    _, mother, partner, _, _ = town
    request = asked_by(partner, mother)
    url = f"{at('consent', mother)}?demande={request.pk}"
    assert url in text(client.get(reverse("people:requests")))
    page = client.get(url)
    assert str(partner.user) in text(page)
    data = {key: value for key, value in typed(partner).items() if key not in ("structure", "email", "role")}
    shown, sent = send(client, url, data)
    assert [one["name"] for one in shown.context["readers"]] == [str(partner.user)]
    assert sent.status_code == 302
    assert client_of(partner).get(at("person", mother)).status_code == 200
    with become("maintenance"):
        request.refresh_from_db()
        assert request.state == "accepted"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("wanted", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_request_that_does_not_wait_is_not_there(client, town, wanted):
    _, mother, _, _, _ = town
    assert client.get(f"{at('consent', mother)}?demande={wanted}").status_code == 404


def test_a_requester_who_left_their_structure_is_not_let_in(client, town):
    _, mother, partner, _, _ = town
    request = asked_by(partner, mother)
    with become("maintenance"):
        partner.until = date(2025, 1, 1)
        partner.save()
    page = client.post(f"{at('consent', mother)}?demande={request.pk}", typed(partner))
    assert page.status_code == 422
    assert "ne reçoit plus de public" in text(page)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_same_day(start, months, end):
    assert same_day(start, months) == end
