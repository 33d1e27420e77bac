"""How many trainees a host may have in one calendar week: code de l’éducation, art. R124-10."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from maillage.conventions.law import on, quotas

WHOLE = Decimal(1)


def most_trainees(headcount: int, day: date) -> int:
    """15 % of the staff, rounded up, from 20 upwards; 3 below."""
    rule = on(quotas(), day)
    if headcount < rule.small_under:
        return rule.small
    return int((headcount * rule.percent / 100).quantize(WHOLE, ROUND_CEILING))


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
