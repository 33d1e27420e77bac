"""A person's facts in words: unknown says so."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from maillage.web.wording import amount, day

UNKNOWN = "on ne sait pas"


def shown_value(row: Model, name: str) -> str:
    """The value of a field as a sentence would say it."""
    value = getattr(row, name)
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day(value)
    display = getattr(row, f"get_{name}_display", None)
    if display:
        return str(display())
    return amount(value) if name in ("rent", "reference_income") else str(value)


def age(born: date | None, on: date | None = None) -> str:
    """ "34 ans", "8 mois", or "" when the date of birth is unknown."""
    if born is None:
        return ""
    today = on or timezone.localdate()
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months < 24:
        return f"{max(months, 0)} mois"
    return f"{months // 12} ans"


def sentence(parts: list[Any]) -> str:
    """["a", "b", "c"] → "a, b et c"."""
    words = [str(part) for part in parts]
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
