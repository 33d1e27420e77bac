"""The sitting of a commission in pages: read, decided, printed; by keyboard or not, with the script or not."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import client_of
from maillage.audit.models import Entry
from maillage.governance.tests.factories import make_gathering
from maillage.people.queries import SPACE_KEY
from maillage.permissions.context import acting
from maillage.referrals.actions import cases as actions
from maillage.referrals.models import Case, SchemeRequest
from maillage.referrals.tests.commission import cases_of, filled, make_commission, make_sitting, received
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
REFUSAL = {
    "outcome": "refused",
    "reason": "no_place",
    "next_step": "Appelez le 115.",
    "words": "Tout est plein.",
}


@pytest.fixture
def commission(town):
    return make_commission(town)


@pytest.fixture
def keeper(commission):
    return client_of(commission.members["keeper"])


@pytest.fixture
def member(commission):
    return client_of(commission.members["first"])


def page(sitting, name="sitting", *args):
    return reverse(f"referrals:{name}", args=[sitting.public_id, *args])


def mark(case):
    return f"{case.pk}:{case.request.version}"


def text_of(answer):
    return answer.content.decode()


def states():
    with become("maintenance"):
        return [one.state for one in Case.objects.order_by("rank")]


def test_before_the_undertaking_a_member_is_led_to_it_and_reads_nothing(town, commission, member):
    sitting = filled(town, commission, signed=("keeper",))
    before = text_of(member.get(page(sitting)))
    assert page(sitting, "undertake") in before
    assert "N. A." not in before
    assert member.post(page(sitting, "undertake")).status_code == 302
    assert "1. N. A. E. 0." in text_of(member.get(page(sitting)))


def test_a_member_reads_a_sheet_without_a_name_and_it_is_journaled_on_the_person(town, commission, member):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    shown = text_of(member.get(page(sitting)))
    assert "Nora" not in shown
    assert "Noter la décision" not in shown
    with become("maintenance"):
        entry = Entry.objects.filter(verb="read_case", actor_user_id=commission.first.user_id).get()
    assert entry.object_id == str(case.person_id)


def test_the_keeper_reads_who_it_is_apart(town, commission, keeper):
    sitting = filled(town, commission)
    shown = text_of(keeper.get(page(sitting)))
    assert "Identité et contact, pour le secrétariat" in shown
    assert "Nora A EXEMPLE 0" in shown


def test_the_agenda_is_filled_with_one_button(town, commission, keeper):
    received(town, 2)
    sitting = make_sitting(commission)
    assert "Remplir l’ordre du jour" in text_of(keeper.get(page(sitting)))
    answer = keeper.post(page(sitting, "fill_agenda"), follow=True)
    assert "Mis à l’ordre du jour\u00a0: 2\u00a0demandes." in text_of(answer)


def test_a_decision_leads_to_the_next_case_that_waits(town, commission, keeper):
    sitting = filled(town, commission, 3)
    rows = cases_of(sitting)
    answer = keeper.post(page(sitting, "decide_cases"), {**REFUSAL, "case": mark(rows[1])})
    assert answer.url == f"{page(sitting)}?situation=3"
    assert states() == ["listed", "decided", "listed"]


def test_the_cases_ticked_receive_the_same_decision(town, commission, keeper):
    sitting = filled(town, commission, 3)
    rows = cases_of(sitting)
    told = {**REFUSAL, "case": mark(rows[0]), "also": [mark(rows[2])]}
    answer = keeper.post(page(sitting, "decide_cases"), told, follow=True)
    assert "C’est noté\u00a0: 2\u00a0situations." in text_of(answer)
    assert states() == ["decided", "listed", "decided"]


def test_the_same_sending_twice_decides_once_and_leads_to_the_same_place(town, commission, keeper):
    sitting = filled(town, commission, 2)
    told = {
        **REFUSAL,
        "case": mark(cases_of(sitting)[0]),
        "request_key": "0b7c1a52-8f0e-4a57-9b6a-0d1f8a3c9e11",
    }
    first, again = (keeper.post(page(sitting, "decide_cases"), told) for _ in range(2))
    assert first.url == again.url
    with become("maintenance"):
        assert SchemeRequest.objects.filter(state="refused").count() == 1


def test_what_is_refused_is_said_and_nothing_typed_is_lost(town, commission, keeper):
    sitting = filled(town, commission, 2)
    rows = cases_of(sitting)
    told = {**REFUSAL, "next_step": "", "case": mark(rows[0]), "also": [mark(rows[1])]}
    answer = keeper.post(page(sitting, "decide_cases"), told)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "Dites ce qui est proposé à la place" in shown
    assert "Tout est plein." in shown
    assert re.search(r'id="aussi-2"[^>]* checked', shown)


def test_a_case_decided_by_somebody_else_in_between_is_told(town, commission, keeper):
    sitting = filled(town, commission, 2)
    told = {**REFUSAL, "case": mark(cases_of(sitting)[0])}
    keeper.post(page(sitting, "decide_cases"), told)
    answer = keeper.post(page(sitting, "decide_cases"), told)
    assert answer.status_code == 422
    assert "elle vient d’être décidée" in text_of(answer)


@pytest.mark.parametrize("state", ["removed", "decided"])
def test_words_typed_on_a_case_that_is_gone_are_given_back_with_what_happened(
    town, commission, keeper, state
):
    sitting = filled(town, commission, 2)
    told = {**REFUSAL, "case": mark(cases_of(sitting)[0]), "words": "Tout est <plein>."}
    if state == "removed":
        keeper.post(page(sitting, "take_off_case", cases_of(sitting)[0].pk), {"why": "Doublon."})
    else:
        keeper.post(page(sitting, "decide_cases"), told)
    for wrong in ({}, {"outcome": ""}):
        shown = text_of(answer := keeper.post(page(sitting, "decide_cases"), {**told, **wrong}))
        assert answer.status_code == 422
        assert "Rien n’est enregistré" in shown
        assert "Ce que vous aviez écrit" in shown
        assert "Tout est &lt;plein&gt;." in shown
        assert REFUSAL["next_step"] in shown


@pytest.mark.parametrize(
    "broken", [{}, {"case": "x"}, {"case": "x:y", "also": ["z", "\x00"]}, {"outcome": "9"}]
)
def test_a_broken_sending_is_no_failure(town, commission, keeper, broken):
    sitting = filled(town, commission)
    assert keeper.post(page(sitting, "decide_cases"), {**REFUSAL, **broken}).status_code == 422
    assert states() == ["listed"]


def test_several_are_postponed_with_a_reason(town, commission, keeper):
    sitting = filled(town, commission, 2)
    rows = cases_of(sitting)
    told = {"outcome": "postponed", "case": mark(rows[0]), "also": [mark(rows[1])]}
    assert keeper.post(page(sitting, "decide_cases"), told).status_code == 422
    assert (
        keeper.post(page(sitting, "decide_cases"), {**told, "words": "Il manque un avis."}).status_code == 302
    )
    assert states() == ["postponed", "postponed"]


def test_the_script_is_given_what_changes_and_the_address_that_goes_with_it(town, commission, keeper):
    sitting = filled(town, commission, 2)
    answer = keeper.get(f"{page(sitting)}?situation=2", headers={"hx-request": "true"})
    assert "<html" not in text_of(answer)
    assert answer["HX-Push-Url"] == f"{page(sitting)}?situation=2"


def test_the_missing_college_is_named_on_the_page(town, commission, keeper):
    sitting = filled(town, commission, present=(0,))
    shown = text_of(keeper.get(page(sitting)))
    assert "Il manque 1 au collège «\u00a0Personnes concernées\u00a0»" in shown


def test_stepping_aside_hides_the_case(town, commission, member):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    address = page(sitting, "step_aside_case", case.pk)
    assert "Me déporter" in text_of(member.get(address))
    member.post(address)
    assert "N. A." not in text_of(member.get(page(sitting)))
    assert member.get(address).status_code == 404


def test_the_keeper_notes_that_a_member_steps_aside(town, commission, keeper, member):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    told = {"occupant": commission.seats[0].pk}
    assert keeper.post(page(sitting, "put_aside_case", case.pk), told).status_code == 302
    assert "N. A." not in text_of(member.get(page(sitting)))


def test_a_case_is_taken_off_with_a_reason(town, commission, keeper):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    address = page(sitting, "take_off_case", case.pk)
    assert keeper.post(address, {"why": " "}).status_code == 422
    assert keeper.post(address, {"why": "Doublon."}).status_code == 302
    assert states() == ["removed"]


def test_papers_are_made(town, commission, keeper, member):
    sitting = filled(town, commission, 2)
    keeper.post(page(sitting, "decide_cases"), {**REFUSAL, "case": mark(cases_of(sitting)[0])})
    case = cases_of(sitting)[0]
    for address in (
        *(page(sitting, name) for name in ("fallback_paper", "cases_record", "case_letters")),
        page(sitting, "case_letter", case.pk),
    ):
        answer = keeper.get(address)
        assert answer.content.startswith(b"%PDF"), address
    assert member.get(page(sitting, "cases_record")).content.startswith(b"%PDF")
    assert member.get(page(sitting, "fallback_paper")).status_code == 403
    assert member.get(page(sitting, "case_letters")).status_code == 403


def test_another_committees_meeting_is_no_commission(town, commission, keeper):
    other = make_gathering(make_commission_elsewhere())
    assert keeper.get(page(other)).status_code == 404


def make_commission_elsewhere():
    from maillage.governance.tests.factories import make_committee

    return make_committee(kind="local")


def test_the_agenda_costs_as_much_with_three_cases_as_with_one(town, commission, keeper):
    sitting = filled(town, commission)
    one = count_queries(keeper, page(sitting))
    received(town, 2)
    with acting(commission.keeper) as by:
        actions.fill(by=by, gathering=sitting)
    assert count_queries(keeper, page(sitting)) == one


def test_the_team_says_how_the_person_wants_to_be_heard(town, commission):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    client = client_of(town.members["worker"])
    address = reverse("referrals:hearing", args=[case.request_id])
    assert sitting.place in text_of(client.get(address))
    assert client.post(address, {"way": "words"}).status_code == 422
    assert client.post(address, {"way": "words", "words": "Près de l’école."}).status_code == 302
    assert client_of(commission.members["first"]).get(address).status_code == 404


def test_the_person_says_it_in_their_space(town, commission, client):
    sitting = filled(town, commission)
    (case,) = cases_of(sitting)
    with become("maintenance"):
        from datetime import date

        from maillage.people.models import SpaceAccess

        told = {"fingerprint": "f", "until": date(2099, 1, 1), "created_by_id": town.worker.user_id}
        access = SpaceAccess.objects.create(person_id=case.person_id, **told)
    session = client.session
    session[SPACE_KEY] = str(access.pk)
    session.save()
    address = reverse("referrals:own_hearing", args=[case.request_id])
    assert "Je viens moi-même" in text_of(client.get(address))
    assert client.post(address, {"way": "attend"}).status_code == 302
    with acting(commission.first):
        from maillage.referrals.models import Hearing

        assert Hearing.objects.get().way == "attend"
