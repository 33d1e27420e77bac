"""The month chosen in the URL (`?mois=2026-11`), this one otherwise."""

from datetime import date

from django.utils import timezone

from maillage.clocks.months import shift
from maillage.rights.rules import EARLIEST, latest_month
from maillage.web.fields import parse_month


def this_month():
    return timezone.localdate().replace(day=1)


def chosen_month(text) -> tuple[date, str]:
    """The month, and a sentence when what was asked cannot be used: this month is then taken."""
    if not text:
        return this_month(), ""
    try:
        month = parse_month(text[:40])
    except ValueError:
        return this_month(), "Ce mois n’est pas lisible\u00a0: nous montrons ce mois-ci."
    if not EARLIEST <= month <= latest_month(timezone.localdate()):
        return this_month(), "Les barèmes de ce mois ne sont pas connus\u00a0: nous montrons ce mois-ci."
    return month, ""


def months_to_choose(chosen):
    """The next month, this one, the five before, and the one chosen."""
    months = [latest_month(timezone.localdate())]
    while len(months) < 7 and months[-1] > EARLIEST:
        months.append(shift(months[-1], -1))
    return sorted({*months, chosen}, reverse=True)
