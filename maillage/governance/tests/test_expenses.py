"""What is proposed for a presence, what it is worth, who sends, who settles, once."""

from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.files.refusals import Refused
from maillage.files.uploads import Upload
from maillage.governance.actions import advances, expenses
from maillage.governance.enums import Capacity, ExpenseKind
from maillage.governance.models import Advance, ExpenseClaim, ExpenseLine, Presence, Rate
from maillage.governance.queries import expenses as queries
from maillage.governance.rates import public_rate_on, public_rates
from maillage.governance.rules.expenses import age, crosses_noon, half_days, worth
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_expert,
    make_letter,
    make_presence,
    morning,
)
from maillage.governance.tests.factories import make_committee, make_gathering, make_seat
from maillage.governance.tests.mandate_factories import make_keeper
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

SMALL = st.decimals(min_value=0, max_value=3000, places=2)


@pytest.mark.parametrize(
    ("kind", "quantity", "rate", "amount"),
    [
        ("car", "47", "0.32", "15.04"),
        ("car", "12.5", "0.325", "4.06"),
        ("car", "0.5", "0.31", "0.16"),
        ("ticket", "18.70", None, "18.70"),
        ("meal", "12.40", "20", "12.40"),
        ("meal", "31", "20", "20.00"),
        ("childcare", "2.5", "11.88", "29.70"),
        ("allowance", "2", "35", "70.00"),
    ],
)
def test_an_amount_is_computed_to_the_cent_halves_up(kind, quantity, rate, amount):
    assert worth(kind, Decimal(quantity), rate and Decimal(rate)) == Decimal(amount)


@given(SMALL, SMALL)
def test_a_meal_is_never_paid_more_than_its_rate_nor_than_its_price(paid, rate):
    assert worth("meal", paid, rate) == min(paid, rate)


@given(SMALL, st.decimals(min_value=0, max_value=50, places=3))
def test_what_is_computed_is_within_half_a_cent(quantity, rate):
    assert abs(worth("car", quantity, rate) - quantity * rate) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("days", "rank"), [(0, 0), (15, 0), (16, 1), (30, 1), (31, 2), (60, 2), (61, 3), (900, 3)]
)
def test_a_claim_ages(days, rank):
    assert age(days) == rank


def test_a_meal_is_due_when_the_meeting_crosses_noon():
    def between(begins, ends):
        return crosses_noon(datetime(2026, 3, 2, *begins), datetime(2026, 3, 2, *ends))

    assert [between((9, 30), (12, 30)), between((9, 30), (12, 0)), between((14, 0), (17, 0))] == [
        True,
        False,
        False,
    ]
    assert [half_days(one) for one in (60, 240, 241)] == [1, 1, 2]


def test_public_rates_are_dated_and_sourced():
    assert {one.kind for one in public_rates()} <= set(ExpenseKind.values)
    assert all(one.source and one.decided_by and one.amount > 0 for one in public_rates())
    found = [public_rate_on("meal", datetime(2023, 9, day).date()).amount for day in (21, 22)]
    assert found == [Decimal("17.50"), Decimal("20.00")]
    assert public_rate_on("car", datetime(2010, 1, 1).date()) is None


@pytest.fixture
def expert(db):
    return make_expert()


def actor(occupant):
    return Actor(user_id=occupant.user_id)


def write(by, presence, send=True, **quantities):
    told = {kind: Decimal(value) for kind, value in quantities.items()}
    with acting(by):
        return expenses.write_claim(by=by, presence=seen(presence), quantities=told, send=send)


def seen(presence):
    return Presence.objects.select_related("gathering__committee", "occupant").get(pk=presence.pk)


def kept(claim):
    with become("maintenance"):
        return ExpenseClaim.objects.get(pk=claim.pk)


def proposal(presence):
    with acting(actor(presence.occupant)):
        row = seen(presence)
        return queries.proposed(row, queries.terms_of(row))


def test_the_first_time_a_meal_is_proposed_then_what_was_written_last(expert):
    assert proposal(make_presence(expert, -30)) == {"meal": Decimal("20.00")}
    write(actor(expert), make_presence(expert, -20), car="47", childcare="1")
    assert proposal(make_presence(expert, -10)) == {
        "car": Decimal("47.00"),
        "meal": Decimal("20.00"),
        "childcare": Decimal("3.00"),
    }


def test_what_is_sent_is_computed_with_the_rates_of_that_day(expert):
    claim = write(actor(expert), make_presence(expert), car="47", meal="25", ticket="3.20")
    assert (kept(claim).state, kept(claim).total) == ("sent", Decimal("38.24"))
    with become("maintenance"):
        lines = list(ExpenseLine.objects.order_by("kind").values_list("kind", "rate", "amount"))
    assert lines == [
        ("car", Decimal("0.320"), Decimal("15.04")),
        ("meal", Decimal("20.000"), Decimal("20.00")),
        ("ticket", None, Decimal("3.20")),
    ]


def test_a_committee_sets_its_own_rates_from_a_day_on(expert):
    committee = expert.seat.committee
    keeper = make_keeper(committee)
    with acting(keeper):
        told = {"committee": committee, "kind": "car", "decided_by": "plénière"}
        day = timezone.localdate() - timedelta(days=15)
        advances.set_rate(by=keeper, amount=Decimal("0.45"), starts_on=day, **told)
        advances.set_rate(by=keeper, amount=Decimal("0.50"), starts_on=day, **told)
        assert Rate.objects.count() == 1
    before = write(actor(expert), make_presence(expert, -20), car="10")
    after = write(actor(expert), make_presence(expert, -10), car="10")
    assert (kept(before).total, kept(after).total) == (Decimal("3.20"), Decimal("5.00"))


def test_a_letter_says_what_is_covered(expert):
    make_letter(expert, covers=["meal"])
    claim = write(actor(expert), make_presence(expert), car="47", meal="9")
    assert kept(claim).total == Decimal("9.00")


def test_a_member_is_paid_by_their_employer_unless_a_letter_says_otherwise(expert):
    member = make_expert(expert.seat.committee)
    presence = make_presence(member, capacity=Capacity.MEMBER)
    with acting(actor(member)):
        assert list(queries.to_claim(actor(member))) == []
    make_letter(member)
    with acting(actor(member)):
        assert list(queries.to_claim(actor(member))) == [presence]


def test_a_claim_kept_is_written_again_then_sent_once(expert):
    by, presence = actor(expert), make_presence(expert)
    claim = write(by, presence, send=False, car="10")
    assert write(by, presence, send=False, car="20").pk == claim.pk
    assert (kept(claim).state, kept(claim).total) == ("draft", Decimal("6.40"))
    with acting(by):
        expenses.send_claim(by=by, claim=claim)
        expenses.send_claim(by=by, claim=claim)
    assert kept(claim).sent_on == timezone.localdate()
    with pytest.raises(Forbidden, match="déjà demandés"):
        write(by, presence, car="30")
    assert kept(claim).total == Decimal("6.40")


def test_nothing_to_pay_is_not_sent(expert):
    with pytest.raises(Forbidden, match="au moins un frais"):
        write(actor(expert), make_presence(expert))
    with become("maintenance"):
        assert ExpenseClaim.objects.count() == 0


def test_expenses_are_asked_after_the_meeting(expert):
    with pytest.raises(Forbidden, match="pas close"):
        write(actor(expert), make_presence(expert, held_at=None), car="1")


def test_an_advance_is_taken_off_what_is_paid(expert):
    presence = make_presence(expert)
    make_advance(expert, presence.gathering, 20, paid_on=timezone.localdate())
    claim = kept(write(actor(expert), presence, car="100"))
    assert (claim.total, claim.advance, claim.due) == (Decimal("32.00"), Decimal("20.00"), Decimal("12.00"))
    claim.granted = Decimal("5")
    assert (claim.due, claim.to_give_back) == (0, Decimal("15.00"))


def test_an_advance_paid_once_the_claim_was_sent_is_taken_off_too(expert):
    keeper, presence = make_keeper(expert.seat.committee), make_presence(expert)
    claim = write(actor(expert), presence, car="100")
    make_advance(expert, presence.gathering, 20, paid_on=timezone.localdate())
    with acting(keeper):
        expenses.answer_claim(by=keeper, claim=claim, refused={})
    assert kept(claim).due == Decimal("12.00")


def test_whoever_sits_for_an_employer_asks_it_unless_a_letter_says_otherwise(expert):
    presence = make_presence(expert, capacity="member")
    with pytest.raises(Forbidden, match="employeur"):
        write(actor(expert), presence, car="10")
    make_letter(expert)
    assert kept(write(actor(expert), presence, car="10")).state == "sent"


def test_a_keeper_answers_line_by_line_then_pays(expert):
    keeper = make_keeper(expert.seat.committee)
    claim = write(actor(expert), make_presence(expert), car="100", meal="15")
    with acting(keeper):
        expenses.answer_claim(by=keeper, claim=claim, refused={"meal": "Le repas était offert."})
        with pytest.raises(Forbidden, match="vient de répondre"):
            expenses.answer_claim(by=keeper, claim=claim, refused={})
        with pytest.raises(ValidationError, match="à venir"):
            expenses.pay_claim(by=keeper, claim=claim, on=timezone.localdate() + timedelta(days=1))
        expenses.pay_claim(by=keeper, claim=claim, on=timezone.localdate())
        with pytest.raises(Forbidden, match="vient de répondre"):
            expenses.pay_claim(by=keeper, claim=claim, on=timezone.localdate())
    assert (kept(claim).state, kept(claim).granted) == ("paid", Decimal("32.00"))
    with become("maintenance"):
        assert ExpenseLine.objects.get(kind="meal").reason == "Le repas était offert."


def test_all_refused_the_claim_is_refused(expert):
    keeper = make_keeper(expert.seat.committee)
    claim = write(actor(expert), make_presence(expert), car="100")
    with acting(keeper):
        expenses.answer_claim(by=keeper, claim=claim, refused={"car": "Une voiture était prêtée."})
    assert (kept(claim).state, kept(claim).granted) == ("refused", 0)


def test_the_structure_that_runs_the_committee_settles_and_nobody_settles_their_own(expert):
    committee = expert.seat.committee
    with become("maintenance"):
        animator, neighbour = make_member(Role.ANIMATOR, committee.structure), make_member(Role.ANIMATOR)
        worker = make_member(Role.SOCIAL_WORKER, committee.structure)
    claim = write(actor(expert), make_presence(expert), car="100")
    for other in (actor_of(neighbour), actor_of(worker), actor(expert)):
        with acting(other), pytest.raises(Forbidden):
            expenses.answer_claim(by=other, claim=claim, refused={})
    with acting(actor_of(animator)) as by:
        expenses.answer_claim(by=by, claim=claim, refused={})
    keeper = make_keeper(committee)
    own = make_presence(make_seat(committee, user_id=keeper.user_id, expert=True))
    mine = write(keeper, own, car="10")
    with acting(keeper), pytest.raises(Forbidden, match="votre propre demande"):
        expenses.answer_claim(by=keeper, claim=mine, refused={})


def test_a_keeper_types_the_paper_of_who_has_no_account(expert):
    committee = expert.seat.committee
    keeper, alone = make_keeper(committee), make_seat(committee, college=1, expert=True)
    claim = write(keeper, make_presence(alone), car="10")
    assert (kept(claim).user_id, kept(claim).entered_by_id) == (None, keeper.user_id)
    with pytest.raises(Forbidden, match="ses propres frais"):
        write(actor(expert), make_presence(alone, -5), car="10")


def test_whoever_types_a_paper_does_not_answer_it(expert):
    """They note that it is paid: two persons saw it."""
    committee = expert.seat.committee
    keeper, colleague = make_keeper(committee), make_keeper(committee)
    claim = write(keeper, make_presence(make_seat(committee, college=1, expert=True)), car="10")
    with acting(keeper), pytest.raises(Forbidden, match="Vous avez saisi cette demande"):
        expenses.answer_claim(by=keeper, claim=claim, refused={})
    with acting(keeper):
        assert list(queries.to_settle(keeper)) == []
    with acting(colleague):
        assert list(queries.to_settle(colleague)) == [claim]
        expenses.answer_claim(by=colleague, claim=claim, refused={})
    with acting(keeper):
        expenses.pay_claim(by=keeper, claim=claim, on=timezone.localdate())
    assert kept(claim).state == "paid"


def test_a_draft_typed_for_somebody_is_theirs_to_take_over(expert):
    keeper, presence = make_keeper(expert.seat.committee), make_presence(expert)
    claim = write(keeper, presence, send=False, car="10")
    assert write(actor(expert), presence, car="20").pk == claim.pk
    assert (kept(claim).state, kept(claim).entered_by_id) == ("sent", expert.user_id)
    other = make_presence(expert, -5)
    typed = write(keeper, other, send=False, car="10")
    with acting(actor(expert)) as by:
        expenses.send_claim(by=by, claim=typed)
    with acting(keeper):
        expenses.answer_claim(by=keeper, claim=kept(typed), refused={})
    assert kept(typed).state == "accepted"


def test_the_paper_of_a_guest_is_sent_by_any_keeper(expert):
    committee = expert.seat.committee
    presence = make_presence(make_seat(committee, college=1, expert=True))
    claim = write(make_keeper(committee), presence, send=False, car="10")
    colleague = make_keeper(committee)
    write(colleague, presence, car="20")
    assert (kept(claim).state, kept(claim).entered_by_id) == ("sent", colleague.user_id)


def test_a_draft_of_somebody_else_is_not_written_twice_and_it_is_said(expert):
    presence = make_presence(expert)
    write(actor(expert), presence, send=False, car="10")
    with pytest.raises(Forbidden, match="déjà écrite pour cette présence"):
        write(make_keeper(expert.seat.committee), presence, car="20")


@pytest.mark.django_db
def test_whoever_left_still_reads_what_they_asked_and_no_more_of_the_committee():
    committee = make_committee(publicity="members")
    expert = make_expert(committee)
    claim = write(actor(expert), make_presence(expert), send=False, car="10")
    with become("maintenance"):
        type(expert).objects.filter(pk=expert.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    with acting(actor(expert)) as by:
        assert Presence.objects.count() == 0
        assert [one.about for one in queries.own_claims(by)] == [kept(claim).about]
        expenses.send_claim(by=by, claim=ExpenseClaim.objects.get())
    assert kept(claim).state == "sent"


def test_ages_count_what_is_not_paid(expert):
    for number, days in enumerate((3, 40, 100)):
        make_claim(make_presence(expert, -110 + number), days=days)
    make_claim(make_presence(expert, -1), state="paid", days=90)
    with acting(actor(expert)) as by:
        found = queries.ageing(queries.own_claims(by), timezone.localdate())
    assert [(one.count, one.amount) for one in found] == [(1, 32), (0, 0), (1, 32), (1, 32)]


def test_an_advance_is_asked_once_before_the_meeting_and_answered_once(expert):
    committee = expert.seat.committee
    keeper, coming = make_keeper(committee), make_gathering(committee, morning(5))
    told = {"gathering": coming, "occupant": expert, "reason": "train"}
    with acting(actor(expert)) as by:
        for _ in range(2):
            advances.ask_advance(by=by, amount=Decimal(20), **told)
        with pytest.raises(Forbidden, match="déjà demandée"):
            advances.ask_advance(by=by, amount=Decimal(30), **told)
        held = {**told, "gathering": make_gathering(committee)}
        with pytest.raises(Forbidden, match="a commencé"):
            advances.ask_advance(by=by, amount=Decimal(30), **held)
    with acting(keeper):
        asked = Advance.objects.get()
        advances.answer_advance(by=keeper, advance=asked, paid_on=None, refused_why="Billet pris pour vous.")
        with pytest.raises(Forbidden, match="vient de répondre"):
            advances.answer_advance(by=keeper, advance=asked, paid_on=timezone.localdate(), refused_why="")


def test_a_receipt_is_kept_sealed_and_read_by_who_settles(expert, settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    keeper, claim = make_keeper(expert.seat.committee), make_claim(make_presence(expert))
    with acting(actor(expert)) as by:
        upload = Upload("reçu.txt", b"Billet 12 euros")
        receipt = expenses.add_receipt(by=by, claim=claim, upload=upload)
        with pytest.raises(Refused):
            expenses.add_receipt(by=by, claim=claim, upload=Upload("x.exe", b"MZ\0\0"))
    assert all(b"Billet" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    with acting(keeper):
        assert expenses.read_receipt(by=keeper, receipt=receipt) == b"Billet 12 euros"
        with pytest.raises(Forbidden, match="quelqu’un d’autre"):
            expenses.add_receipt(by=keeper, claim=claim, upload=upload)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_make_one_claim():
    expert = make_expert()
    presence = make_presence(expert)
    by, start, said = actor(expert), Barrier(2), []

    def send():
        start.wait()
        try:
            write(by, presence, car="10")
            said.append("sent")
        except Forbidden as refusal:
            said.append(refusal.reason)
        finally:
            connection.close()

    both = [Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) == sorted([expenses.ALREADY, "sent"])
    with become("maintenance"):
        assert ExpenseClaim.objects.count() == 1
