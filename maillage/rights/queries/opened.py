"""What was opened: euros, days, reasons. Counted in PostgreSQL, which says nothing of fewer than five rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString

from maillage.clocks.months import months_up_to
from maillage.rights.enums import NonTakeUp
from maillage.web.charts import Bar, Series, bar_chart, line_chart
from maillage.web.wording import amount, month, number

MONTHS = 12
HIDDEN = "moins de 5"
OPENED = "SELECT month, rights, a_month, at_once, days FROM maillage_definer.rights_opened(%s, %s, %s)"
UNCLAIMED = "SELECT reason, times FROM maillage_definer.rights_unclaimed(%s, %s, %s)"


@dataclass(frozen=True)
class Scope:
    """The actor's structure, or the whole territory; one commune, or all ("")."""

    here: bool
    commune: str = ""


@dataclass(frozen=True)
class Figures:
    months: list[list[str]]
    reasons: list[list[str]]
    opened_chart: SafeString
    reasons_chart: SafeString
    is_empty: bool
    month_columns = (
        "Mois", ("Droits", "number"), ("Euros par mois", "number"), ("En une fois", "number"), ("Délai médian", "number"),
    )  # fmt: skip
    reason_columns = ("Raison", ("Fois", "number"))


def figures(scope: Scope, today: date) -> Figures:
    """The last twelve months, this one with them."""
    months = months_up_to(today, MONTHS)
    first = months[0]
    by_month = {row[0]: row[1:] for row in _rows(OPENED, [first, scope.here, scope.commune])}
    reasons = dict(_rows(UNCLAIMED, [first, scope.here, scope.commune]))
    listed = [(one, by_month.get(one)) for one in months]
    return Figures(
        [_line(one, found) for one, found in listed],
        [[str(NonTakeUp(code).label).capitalize(), _count(times)] for code, times in sorted(reasons.items())],
        _opened_chart(listed),
        _reasons_chart(reasons),
        not by_month and not reasons,
    )


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _line(one: date, found: tuple[Any, ...] | None) -> list[str]:
    if found is None:
        return [month(one), "0", amount(0), amount(0), "aucun"]
    rights, a_month, at_once, days = found
    if rights is None:
        return [month(one), HIDDEN, "masqué", "masqué", "masqué"]
    sums = ["masqué" if total is None else amount(total) for total in (a_month, at_once)]
    return [month(one), number(rights), *sums, f"{number(round(days))} jours"]


def _count(times: int | None) -> str:
    return HIDDEN if times is None else number(times)


def _opened_chart(listed: list[tuple[date, tuple[Any, ...] | None]]) -> SafeString:
    values = [
        0 if found is None else None if found[1] is None else float(found[1] or 0) for _, found in listed
    ]
    labels = [month(one) for one, _ in listed]
    said = "Euros par mois des droits versés pour la première fois ce mois-là\u00a0; un trou\u00a0: moins de cinq droits."
    return line_chart(
        "ouverts", "Droits ouverts, en euros par mois", said, labels, [Series("Euros par mois", values)]
    )


def _reasons_chart(reasons: dict[str, int | None]) -> SafeString:
    bars = [Bar(_short(code), times or 0, _count(times)) for code, times in sorted(reasons.items())]
    return bar_chart(
        "raisons", "Raisons de ne pas demander", "Nombre de fois où chaque raison a été donnée.", bars
    )


def _short(code: str) -> str:
    """A label that leaves room for its figure at 320 px; the table beside says all of it."""
    return str(NonTakeUp(code).label).capitalize().split(",")[0]
