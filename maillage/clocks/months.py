"""Months, as the dates of their first day; and the same day some months away."""

from calendar import monthrange
from datetime import date


def shift(month: date, by: int) -> date:
    """The first day of the month that comes `by` months after that of `month`."""
    years, index = divmod(month.month - 1 + by, 12)
    return date(month.year + years, index + 1, 1)


def same_day(day: date, by: int) -> date:
    """31 January and one month: 28 or 29 February."""
    first = shift(day, by)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def months_up_to(month: date, count: int) -> list[date]:
    """So many months, oldest first, `month` the last."""
    return [shift(month, back) for back in range(1 - count, 1)]
