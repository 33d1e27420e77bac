"""Conventions in a line each, and their money in sums."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.conventions.enums import SignerRole, State
from maillage.conventions.models import Convention
from maillage.conventions.queries.conventions import answers, state, unsigned
from maillage.conventions.queries.counting import Counted, unfunded
from maillage.web.wording import amount, day, plural, short_day

KINDS = {
    State.DRAFT: "waiting",
    State.PROPOSED: "waiting",
    State.AMENDED: "waiting",
    State.REFUSED: "late",
    State.DROPPED: "late",
    State.SIGNED: "done",
    State.RUNNING: "done",
    State.ENDED: "nothing",
}


def state_words(row: Convention) -> str:
    found = state(row)
    if found in (State.PROPOSED, State.AMENDED):
        left = unsigned(row)
        return f"{found.label.capitalize()}\u00a0: {plural(len(left), 'signature attendue|signatures attendues')}"
    if found == State.SIGNED:
        return f"Signée, commence le {short_day(row.starts_on)}"
    if found == State.RUNNING:
        return f"En cours jusqu’au {short_day(row.ends_on)}"
    if found == State.DROPPED and row.dropped_on:
        return f"Interrompue le {short_day(row.dropped_on)}"
    return str(found.label).capitalize()


def line(row: Convention) -> dict[str, Any]:
    found = state(row)
    started = found in (State.PROPOSED, State.DRAFT, State.REFUSED) and row.starts_on <= timezone.localdate()
    return {
        "row": row,
        "state": state_words(row),
        "kind": KINDS[found],
        "late": "Le stage a commencé sans convention signée." if started and row.version else "",
    }


def lines(rows: Any) -> list[dict[str, Any]]:
    return [line(row) for row in rows]


def waits(row: Convention) -> list[str]:
    """Who has not signed yet."""
    said = answers(row)
    return [f"{one.name} ({SignerRole(one.role).label})" for one in row.signers.all() if one.role not in said]


def money(
    rows: list[Convention], counted: dict[int, Counted], given: dict[int, Decimal]
) -> list[tuple[str, str]]:
    """In sums, over the conventions that one reads."""
    due = {row.pk: counted[row.pk].owed.amount for row in rows}
    paid = sum((min(due[pk], given.get(pk, Decimal(0))) for pk in due), Decimal(0))
    left = sum((unfunded(due[pk], given.get(pk, Decimal(0))) for pk in due), Decimal(0))
    concerned = sum(1 for told in due.values() if told)
    return [
        ("Conventions qui doivent une gratification", plural(concerned, "convention")),
        ("Dû en tout", amount(sum(due.values(), Decimal(0)))),
        ("Financé", amount(paid)),
        ("Sans financement", amount(left)),
    ]


def span(row: Convention) -> str:
    return f"du {day(row.starts_on)} au {day(row.ends_on)}"
