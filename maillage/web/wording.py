"""Dates, delays, amounts and counts as the platform says them, for templates (filters of the same names), mails and PDF."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

NBSP = "\u00a0"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    """The calendar day of a moment in the current time zone."""
    if not isinstance(value, datetime.datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def day(value: datetime.date) -> str:
    """ "24 novembre 2026", "1er août 2026"."""
    return f"{_day_and_month(local_day(value))} {local_day(value).year}"


def full_day(value: datetime.date) -> str:
    """ "mardi 24 novembre 2026"."""
    return f"{DAYS[local_day(value).weekday()]} {day(value)}"


def short_day(value: datetime.date, today: datetime.date | None = None) -> str:
    """ "3 décembre", with the year when it is not the current one."""
    shown = local_day(value)
    return _day_and_month(shown) if shown.year == (today or timezone.localdate()).year else day(shown)


def _day_and_month(value: datetime.date) -> str:
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{MONTHS[value.month - 1]}"


def from_to(starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """ "mardi 24 novembre 2026, de 9 h 05 à 12 h 00"."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{full_day(start)}, de {_hour(start)} à {_hour(end)}"


def _hour(value: datetime.datetime) -> str:
    return f"{value.hour}{NBSP}h{NBSP}{value.minute:02}"


def moment(value: datetime.datetime) -> str:
    """ "24 novembre 2026 à 9 h 05"."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} à {local.hour}{NBSP}h{NBSP}{local.minute:02}"


def month(value: datetime.date) -> str:
    """ "août 2026"."""
    shown = local_day(value)
    return f"{MONTHS[shown.month - 1]}{NBSP}{shown.year}"


def due(value: datetime.date, what: str = "réponse due") -> str:
    """ "réponse due le 3 décembre"."""
    return f"{what} le {short_day(value)}"


def number(value: Decimal | float) -> str:
    """1234.5 → "1 234,50", 1234 → "1 234", with no-break spaces and a true minus sign."""
    rounded = Decimal(str(value)).quantize(Decimal("0.01"))
    text = f"{rounded:,.2f}".removesuffix(".00")
    return text.replace(",", NBSP).replace(".", ",").replace("-", "\u2212")


def duration(hours: Decimal | float) -> str:
    """4.5 → "4 h 30", 14 → "14 h"."""
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole}{NBSP}h{NBSP}{minutes:02}" if minutes else f"{whole}{NBSP}h"


def amount(value: Decimal | float | None, per: str = "") -> str:
    """635.71, "par mois" → "635,71 € par mois". None is unknown, and says so."""
    if value is None:
        return "montant inconnu"
    return f"{number(value)}{NBSP}€" + (f" {per}" if per else "")


def rate(value: Decimal) -> str:
    """0.606 → "0,606 €": a rate by the kilometre counts thousandths; 0.320 → "0,32 €"."""
    thousandths = f"{value:,.3f}".removesuffix("0")
    if len(thousandths.rpartition(".")[2]) < 3:
        return amount(value)
    return f"{thousandths.replace(',', NBSP).replace('.', ',')}{NBSP}€"


def plural(count: int, nouns: str) -> str:
    """3, "élément" → "3 éléments"; "travail|travaux" gives both forms. French counts 0 and 1 as singular."""
    one, _, many = nouns.partition("|")
    noun = one if abs(count) < 2 else many or " ".join(f"{word}s" for word in one.split(" "))
    return f"{number(count)}{NBSP}{noun}"
