from collections import namedtuple
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.people.budget import month_total, previous_months
from maillage.people.forms.budget import Unreadable, read_box, shown
from maillage.people.models import BudgetLine

Line = namedtuple("Line", "kind amount certainty")


def known(kind, amount):
    return Line(kind, Decimal(amount), "known")


def unknown(kind):
    return Line(kind, None, "unknown")


def test_what_is_left_when_all_is_known():
    total = month_total([known("wage", "640"), known("housing_aid", "210.50"), known("rent", "412.50")])
    assert total.exact == total.at_least == total.at_most == Decimal("438.00")


def test_an_unknown_resource_gives_a_lower_bound():
    total = month_total([known("wage", "640"), unknown("rsa"), known("rent", "400")])
    assert (total.exact, total.at_least, total.at_most) == (None, Decimal(240), None)
    assert total.resources.unknown == ("rsa",)


def test_an_unknown_charge_gives_an_upper_bound():
    total = month_total([known("wage", "640"), unknown("energy"), known("rent", "400")])
    assert (total.exact, total.at_least, total.at_most) == (None, None, Decimal(240))


def test_nothing_said_is_not_zero():
    total = month_total([known("wage", "640")])
    assert total.charges.known is None
    assert (total.exact, total.at_least, total.at_most) == (None, None, Decimal(640))
    assert month_total([]).exact is None


def test_zero_is_zero():
    assert month_total([known("wage", "0"), known("rent", "0")]).exact == Decimal(0)


def test_the_health_cover_is_not_money():
    assert month_total([known("css", "1")]).resources.known is None


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("1 234,56", "wage", ("known", Decimal("1234.56"))),
        ("1\u202f234,56 €", "wage", ("known", Decimal("1234.56"))),
        ("0", "wage", ("known", Decimal(0))),
        ("?", "wage", ("unknown", None)),
        (" ", "wage", ("", None)),
        ("~ 300", "rent", ("estimated", Decimal(300))),
        ("oui", "css", ("known", Decimal(1))),
        ("non", "css", ("known", Decimal(0))),
    ],
)
def test_a_box_is_read_as_written(typed, kind, expected):
    assert read_box(typed, kind) == expected


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("-5", "wage"),
        ("1,234", "wage"),
        ("beaucoup", "wage"),
        ("9999999", "wage"),
        ("2", "css"),
        ("~", "rent"),
        ("😀", "rent"),
    ],
)
def test_what_is_not_an_amount_is_said(typed, kind):
    with pytest.raises(Unreadable, match=r"\.$"):
        read_box(typed, kind)


@settings(max_examples=200, deadline=None)
@given(st.decimals(0, 999_999, places=2), st.sampled_from(["known", "estimated"]))
def test_what_is_shown_reads_back(amount, certainty):
    line = BudgetLine(kind="wage", amount=amount, certainty=certainty)
    assert read_box(shown(line), "wage") == (certainty, amount)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        certainty, amount = read_box(text, "wage")
    except Unreadable:
        return
    assert certainty in ("", "known", "estimated", "unknown")
    assert (amount is None) == (certainty in ("", "unknown"))


def test_months():
    assert previous_months(date(2026, 11, 24)) == [date(2026, month, 1) for month in (7, 8, 9, 10)]
    assert previous_months(date(2026, 2, 1)) == [
        date(2025, 10, 1),
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
