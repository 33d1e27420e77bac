"""Months as the dates of their first day."""

from datetime import date

LOOKED_BACK = 4  # months before the one screened that RSA and prime d'activité may look at


def shift(month: date, by: int) -> date:
    """The first day of the month that comes `by` months after this one."""
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def months_looked_at(month: date) -> list[date]:
    """The months of which the resources are asked, oldest first."""
    return [shift(month, back) for back in range(-LOOKED_BACK, 0)]
