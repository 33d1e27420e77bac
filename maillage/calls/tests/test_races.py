"""Two who decide, give to read, step aside, answer or take back at once: one row, nothing lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, make_member
from maillage.calls.actions import applications, calls, indicators, jury, rulings
from maillage.calls.models import (
    Application,
    Aside,
    Assignment,
    Award,
    Call,
    FileVersion,
    Grant,
    HelpAnswer,
    HelpRequest,
    IndicatorReview,
    Reading,
    Ruling,
)
from maillage.calls.tests.factories import (
    give,
    make_award,
    make_call,
    make_file,
    make_funder,
    make_indicator,
    make_juror,
    make_keeper,
    make_partner,
    make_ruling,
    make_sitting,
)
from maillage.governance.rules import Voices
from tests.plugin import become
from tests.races import at_once, crossing

pytestmark = pytest.mark.django_db(transaction=True)
GRANTED = {"outcome": "granted", "reasons": "Près des gens."}


def counted(model, **wanted):
    with become("maintenance"):
        return model.objects.filter(**wanted).count()


def now(row):
    with become("maintenance"):
        return type(row).objects.get(pk=row.pk)


@pytest.fixture
def court():
    """A call whose jury has a juror in each college, and two accounts that keep it."""
    call = make_call()
    jurors = [make_juror(call, college=rank) for rank in (0, 1)]
    return call, jurors, [make_keeper(call), make_keeper(call)]


def deciding(row, sitting, funder, given):
    with become("maintenance"):
        colleges = [one.pk for one in row.call.committee.colleges.all()]
    voices = {pk: Voices(1, 0, 0) for pk in colleges}
    grants = {funder.pk: Decimal(given)}
    return lambda by: rulings.rule(
        by=by, application=row, gathering=sitting, values=GRANTED, grants=grants, voices=voices
    )


def test_a_file_is_decided_once(court):
    call, jurors, keepers = court
    row, funder = make_file(call, state="admitted"), make_funder(call)
    decide = deciding(row, make_sitting(call, jurors), funder, 3000)
    assert at_once(*[(who, decide) for who in keepers * 2]) == ["Forbidden"] * 3 + ["done"]
    assert (counted(Ruling), counted(Grant), now(row).state) == (1, 1, "decided")


def test_two_decisions_at_once_never_give_more_than_a_funder_has(court):
    call, jurors, keepers = court
    rows = [make_file(call, state="admitted") for _ in range(2)]
    funder = make_funder(call, 5000)
    sitting = make_sitting(call, jurors)
    acts = [(who, deciding(row, sitting, funder, 3000)) for who, row in zip(keepers, rows, strict=True)]
    assert at_once(*acts) == ["ValidationError", "done"]
    assert (counted(Ruling), counted(Grant)) == (1, 1)


def test_letters_leave_once(court):
    call, _, keepers = court
    for _ in range(3):
        make_ruling(make_file(call, state="decided"))
    at_once(*[(who, lambda by: rulings.notify(by=by, call=call)) for who in keepers])
    assert (counted(Award), counted(Application, state="notified")) == (3, 3)


def test_a_label_is_taken_back_once(court):
    call, _, keepers = court
    award = make_award(make_file(call, state="notified"))
    acts = [(who, lambda by: rulings.withdraw(by=by, award=award, why="Fermé.")) for who in keepers * 2]
    assert at_once(*acts) == ["Forbidden"] * 3 + ["done"]


def test_files_are_spread_once(court):
    """Two press the button at once: nobody reads a file that was already given, no page breaks."""
    call, _, keepers = court
    for _ in range(4):
        make_file(call, state="submitted")
    for college in (0, 1):
        make_juror(call, college=college)
    at_once(*[(who, lambda by: jury.spread(by=by, call=call, each=1)) for who in keepers * 2])
    assert counted(Assignment) == 4
    make_file(call, state="submitted")
    one, other = [(who, lambda by: jury.spread(by=by, call=call, each=1)) for who in keepers]
    assert crossing(one, other) == "done"
    assert counted(Assignment) == 5


def test_nobody_is_given_a_file_they_are_stepping_aside_from(court):
    """A reading that they could no longer hand in would keep the others blind."""
    call, (juror, _), (keeper, _) = court
    row = make_file(call, state="submitted")
    leaving = (actor_of(juror.member), lambda by: jury.step_aside(by=by, application=row, reason="Un lien."))
    giving = (keeper, lambda by: jury.assign(by=by, application=row, occupants=[juror]))
    assert crossing(leaving, giving) == "Forbidden"
    assert (counted(Aside), counted(Assignment)) == (1, 0)


def test_who_is_put_aside_meanwhile_does_not_count_in_the_quorum(court):
    call, jurors, (keeper, other) = court
    row, funder = make_file(call, state="admitted"), make_funder(call)
    decide = deciding(row, make_sitting(call, jurors), funder, 3000)
    told = {"application": row, "occupant": jurors[1], "reason": "Un lien."}
    assert crossing((other, lambda by: jury.put_aside(by=by, **told)), (keeper, decide)) == "Forbidden"
    assert (counted(Ruling), now(row).state) == (0, "admitted")


def test_a_reading_handed_in_is_not_written_over_from_another_tab(court):
    call, (juror, _), _ = court
    row = make_file(call, state="submitted")
    give(row, juror)
    told = {"application": row, "opinion": "favourable", "question": ""}
    hand_in = lambda by: jury.write_reading(by=by, words=["Rendu."] * 2, hand_in=True, **told)  # noqa: E731
    keep = lambda by: jury.write_reading(by=by, words=["Brouillon."] * 2, hand_in=False, **told)  # noqa: E731
    actor = actor_of(juror.member)
    assert crossing((actor, hand_in), (actor, keep)) == "Forbidden"
    with become("maintenance"):
        assert Reading.objects.get().words == ["Rendu."] * 2


def test_a_file_is_handed_in_once_and_admitted_or_given_back(court):
    call, _, keepers = court
    with become("maintenance"):
        member = make_member()
    row = make_file(call, member.structure)
    acts = [(actor_of(member), lambda by: applications.hand_in(by=by, application=row))] * 3
    assert at_once(*acts) == ["Forbidden", "Forbidden", "done"]
    assert counted(FileVersion) == 1
    row, day = now(row), timezone.localdate() + timedelta(days=3)
    told = {"application": row, "what": "Le budget.", "until": day}
    admit = (keepers[0], lambda by: applications.admit(by=by, application=row))
    correct = (keepers[1], lambda by: applications.ask_correction(by=by, **told))
    at_once(admit, correct)
    assert now(row).state == "to_correct"


def test_a_partner_answers_once(court):
    call, *_ = court
    with become("maintenance"):
        member = make_member()
    partner = make_partner(make_file(call), member.structure)
    acts = [
        (
            actor_of(member),
            lambda by, said=said: applications.answer_partner(by=by, partner=partner, accepted=said),
        )
        for said in (True, False)
    ]
    assert at_once(*acts) == ["Forbidden", "done"]


def test_the_help_desk_is_asked_once_and_answers_once(court):
    call, _, keepers = court
    with become("maintenance"):
        member = make_member()
    asking = [(actor_of(member), lambda by: calls.ask(by=by, call=call, question="Et le Véron ?"))] * 4
    assert at_once(*asking) == ["done"] * 4
    assert counted(HelpRequest) == 1
    with become("maintenance"):
        asked = HelpRequest.objects.select_related("call__committee").get()
    told = {"asked": asked, "question": "Et ailleurs ?", "words": "Oui."}
    acts = [(who, lambda by: calls.answer(by=by, **told)) for who in keepers]
    assert at_once(*acts) == ["Forbidden", "done"]
    assert counted(HelpAnswer) == 1


def test_an_indicator_is_retired_once(court):
    call, _, keepers = court
    row = make_indicator(call)
    values = {"professionals": "Oui.", "persons": "Oui.", "minutes": 3}
    act = lambda by: indicators.review_indicator(by=by, indicator=row, values=values, retire="Trop long.")  # noqa: E731
    assert at_once(*[(who, act) for who in keepers]) == ["Forbidden", "done"]
    assert counted(IndicatorReview) == 1


def test_the_discussion_opens_once(court):
    call, _, keepers = court
    with become("maintenance"):
        Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    acts = [(who, lambda by: jury.open_discussion(by=by, call=now(call))) for who in keepers]
    assert at_once(*acts) == ["done", "done"]
