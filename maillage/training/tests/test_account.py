"""What counts, for how much and why."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given as for_all
from hypothesis import strategies as some

from maillage.training.rules.account import Fact, account

DAY = Decimal(7)
THREE = Decimal(3)
ON = date(2026, 3, 2)
WHY = {"counts": "une formation compte.", "capped": "enseigner compte un peu.", "not": "c’est en plus."}


def fact(key=1, hours="7", effect="counts", kind="", cap=None, on=ON, answer=""):
    cap = DAY if effect == "capped" and cap is None else cap
    return Fact(key, kind or effect, on, Decimal(hours), effect, WHY[effect], cap, answer)


def told(*facts):
    found = account(facts, DAY, THREE)
    return [(one.counted, one.why) for one in found.decided], found.half_days, found.left_over, found.missing


def test_a_day_that_counts_and_one_that_does_not_say_why():
    assert told(fact(1), fact(2, effect="not")) == (
        [
            (DAY, "Compte\u00a0: une formation compte."),
            (Decimal(0), "Ne compte pas\u00a0: c’est en plus."),
        ],
        2,
        Decimal(0),
        4,
    )


def test_three_webinars_of_two_hours_make_one_half_day_and_the_rest_is_kept():
    lines, half_days, left_over, _ = told(*(fact(key, "2") for key in (1, 2, 3)))
    assert ([one[0] for one in lines], half_days, left_over) == ([Decimal(2)] * 3, 1, Decimal("2.5"))


def test_teaching_counts_up_to_its_cap_in_the_order_of_its_days():
    later, sooner = fact(1, "5", "capped", on=ON + timedelta(9)), fact(2, "5", "capped")
    assert told(later, sooner) == (
        [
            (Decimal(5), "Compte\u00a0: enseigner compte un peu."),
            (
                Decimal(2),
                "Compte pour 2\u00a0h sur 5\u00a0h\u00a0: enseigner compte un peu. Plafond\u00a0: 7\u00a0h, dont 5\u00a0h déjà comptées.",
            ),
        ],
        2,
        Decimal(0),
        4,
    )


def test_beyond_its_cap_nothing_more_counts():
    lines, *_ = told(fact(1, "7", "capped"), fact(2, "3.5", "capped", on=ON + timedelta(1)))
    assert lines[1][1].startswith("Ne compte plus\u00a0: enseigner compte un peu.")


def test_a_line_accepted_by_a_human_counts_whole_and_leaves_the_cap_alone():
    lines, half_days, *_ = told(
        fact(1, "14", "capped", answer="yes"), fact(2, "7", "capped"), fact(3, effect="not", answer="yes")
    )
    assert ([one[0] for one in lines], half_days) == ([14, 7, 7], 8)


def test_a_contest_refused_or_waiting_changes_nothing():
    assert [told(fact(effect="not", answer=answer))[0][0][0] for answer in ("no", "waiting", "")] == [0, 0, 0]


FACTS = some.lists(
    some.builds(
        Fact,
        key=some.integers(1, 10**6),
        kind=some.sampled_from(["a", "b"]),
        on=some.dates(date(2026, 1, 1), date(2026, 12, 31)),
        hours=some.decimals("0.5", 14, places=1),
        effect=some.sampled_from(["counts", "capped", "not"]),
        why=some.just("x."),
        cap=some.just(DAY),
        answer=some.sampled_from(["", "yes", "no"]),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@for_all(FACTS, some.randoms())
def test_the_order_in_which_lines_came_changes_nothing(facts, chance):
    mixed = list(facts)
    chance.shuffle(mixed)
    assert account(mixed, DAY, THREE) == account(facts, DAY, THREE)


@for_all(FACTS)
def test_no_kind_counts_beyond_its_cap_and_no_line_beyond_its_hours(facts):
    found = {one.key: one.counted for one in account(facts, DAY, THREE).decided}
    assert all(0 <= found[one.key] <= one.hours for one in facts)
    for kind in ("a", "b"):
        capped = [one for one in facts if (one.kind, one.effect) == (kind, "capped") and one.answer != "yes"]
        assert sum(found[one.key] for one in capped) == min(DAY, sum(one.hours for one in capped))


@for_all(FACTS, some.decimals("0.5", 14, places=1))
def test_one_more_training_never_takes_anything_away(facts, hours):
    before = account(facts, DAY, THREE)
    for effect in ("counts", "capped", "not"):
        more = Fact(10**7, "a", date(2026, 1, 1), hours, effect, "x.", DAY)
        after = account([*facts, more], DAY, THREE)
        assert after.hours >= before.hours
        assert (after.half_days, -after.missing) >= (before.half_days, -before.missing)


@for_all(FACTS)
def test_hours_are_half_days_and_what_is_left(facts):
    found = account(facts, DAY, THREE)
    assert (
        found.half_days * DAY / 2 + found.left_over
        == found.hours
        == sum(one.counted for one in found.decided)
    )
    assert 0 <= found.left_over < DAY / 2
    assert found.missing == max(0, 6 - found.half_days)
