"""Households for the tests, drawn or written out."""

import datetime as dt
import io
from decimal import Decimal

from hypothesis import strategies as st

from maillage.sheets import (
    CATALOGUE,
    BudgetRecord,
    HouseholdRecord,
    Kind,
    MemberRecord,
    Scope,
    open_table,
    read_households,
    suggest_mapping,
)

TODAY = dt.date(2026, 11, 24)
MONTHS = ("2026-08", "2026-09", "2026-10")

_NAMES = (
    st.text("abÉœ'-=+@😀 ", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda name: name and "+" not in name and name not in {"-", "--"})
)
_AMOUNTS = st.decimals(0, 100_000, places=2)
_VALUES = {
    Kind.NAME: _NAMES,
    Kind.COMMUNE: st.sampled_from(["37261", "01001", "2A004"]),
    Kind.YES_NO: st.booleans(),
    Kind.BIRTH_DATE: st.dates(dt.date(1902, 1, 1), TODAY),
    Kind.AMOUNT: _AMOUNTS,
    Kind.RATE: st.decimals(1, 100, places=2),
    Kind.YEARS: st.decimals(0, 100, places=2),
    Kind.LEVEL: st.integers(1, 6),
}


def read_text(text, months=MONTHS, mapping=None, **options):
    """Everything read from a CSV text (or the bytes of any household file)."""
    with open_table(io.BytesIO(text if isinstance(text, bytes) else text.encode())) as table:
        mapping = mapping or suggest_mapping(table.headers)
        return list(read_households(table, mapping, months, today=TODAY, **options))


def _facts(scope, left_out):
    return {
        column.fact: st.none() | _VALUES.get(column.kind, st.sampled_from(sorted(column.choices) or [None]))
        for column in CATALOGUE
        if column.scope is scope and column.fact not in left_out
    }


@st.composite
def households(draw):
    """A few consistent households, with lines as the writer will number them."""
    line, found = 1, []
    for rank in range(draw(st.integers(1, 4))):
        roles = ["applicant", *draw(st.lists(st.sampled_from(["child", "other"]), max_size=2))]
        roles += ["partner"] if draw(st.booleans()) else []
        members = tuple(draw(_member(f"P{rank}-{place}", role)) for place, role in enumerate(roles))
        facts = draw(st.fixed_dictionaries(_facts(Scope.HOUSEHOLD, {"ref"})))
        facts["union"] = facts["union"] if "partner" in roles else None
        lines = tuple(line + place for place in range(1, len(roles) + 1))
        line = lines[-1]
        found.append(
            HouseholdRecord(f"F{rank}", members, budget=draw(_budgets(members)), lines=lines, **facts)
        )
    return found


@st.composite
def _member(draw, ref, role):
    return MemberRecord(ref, role, **draw(st.fixed_dictionaries(_facts(Scope.MEMBER, {"ref", "role"}))))


@st.composite
def _budgets(draw, members):
    kinds = [column.fact for column in CATALOGUE if column.scope is Scope.BUDGET]
    lines = []
    for member in members:
        places = st.tuples(st.sampled_from(kinds), st.sampled_from(MONTHS))
        amounts = draw(st.dictionaries(places, _AMOUNTS, max_size=4))
        for (kind, month), amount in sorted(amounts.items()):
            lines.append(
                BudgetRecord(member.ref, month, kind, Decimal(amount > 50) if kind == "css" else amount)
            )
    return tuple(lines)
