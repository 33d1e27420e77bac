from datetime import date

import pytest

from maillage.clocks.months import months_up_to, same_day, shift


@pytest.mark.parametrize(
    ("month", "by", "expected"),
    [
        (date(2026, 11, 1), 0, date(2026, 11, 1)),
        (date(2026, 11, 29), 1, date(2026, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 3, 1), -27, date(2023, 12, 1)),
    ],
)
def test_the_first_day_of_another_month(month, by, expected):
    assert shift(month, by) == expected


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 29), -24, date(2024, 11, 29)),
    ],
)
def test_the_same_day_of_another_month(day, by, expected):
    assert same_day(day, by) == expected


def test_the_last_months():
    assert months_up_to(date(2026, 2, 14), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
