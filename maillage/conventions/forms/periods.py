"""Periods of presence as people say them: dates, days of the week, hours; days apart, one a line; days when it is closed."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from maillage.conventions.forms.fields import CHOOSE, HoursField
from maillage.conventions.rules import Calendar, Closed, Range, Unreadable, checked
from maillage.conventions.rules.presence import MONDAY_TO_FRIDAY, WEEK
from maillage.web.fields import DateField, parse_amount, parse_date
from maillage.web.typed import WordsField
from maillage.web.wording import number

ROWS = (1, 2, 3, 4)
NAMES = ("first", "last", "hours", "days")
DAYS = [(str(rank), name.capitalize()) for rank, name in enumerate(WEEK)]
EARLIEST, LATEST = date(2015, 9, 1), date(2099, 12, 31)
UNREAD = "Cette ligne ne se lit pas\u00a0: «\u00a0{}\u00a0». Exemple\u00a0: "
ONE_DAY, ONE_CLOSED = "12/03/2027\u00a0: 4 h", "24/12/2026 au 02/01/2027"


class PeriodsForm(forms.Form):
    """Four periods at most, each with its days and hours; two may have the same dates and other days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in ROWS:
            self.fields.update(self._row(row))
        self.fields["singles"] = WordsField(
            label="Journées à part",
            rows=3,
            max_length=5000,
            required=False,
            help_text=f"Une par ligne, avec ses heures. Exemple\u00a0: {ONE_DAY}. Une journée écrite ici remplace celle de la période.",
        )
        self.fields["closures"] = WordsField(
            label="Jours fermés",
            rows=2,
            max_length=5000,
            required=False,
            help_text=f"Un jour ou des dates par ligne. Exemple\u00a0: {ONE_CLOSED}.",
        )
        self.fields["works_holidays"] = forms.BooleanField(
            label="Les jours fériés sont travaillés", required=False
        )

    @staticmethod
    def _row(row: int) -> dict[str, forms.Field]:
        first = row == 1
        return {
            f"first_{row}": DateField(label=f"Période {row}\u00a0: du", required=False, earliest=EARLIEST, latest=LATEST),
            f"last_{row}": DateField(label="Au", required=False, earliest=EARLIEST, latest=LATEST),
            f"hours_{row}": HoursField(label="Heures par jour", required=False, initial=Decimal(7) if first else None),
            f"days_{row}": forms.MultipleChoiceField(
                label=f"Jours de la période {row}",
                choices=DAYS,
                required=False,
                initial=[str(one) for one in MONDAY_TO_FRIDAY],
                widget=forms.CheckboxSelectMultiple({"class": "side-by-side"}),
                error_messages={"invalid_choice": CHOOSE},
            ),
        }  # fmt: skip

    @property
    def period_rows(self) -> list[list[Any]]:
        return [[self[f"{name}_{row}"] for name in NAMES] for row in ROWS]

    @staticmethod
    def read_periods(calendar: Calendar) -> dict[str, Any]:
        told: dict[str, Any] = {"works_holidays": calendar.works_holidays}
        for row, one in zip(ROWS, calendar.ranges, strict=False):
            days = [str(day) for day in one.weekdays]
            told |= {f"first_{row}": one.first, f"last_{row}": one.last, f"hours_{row}": one.hours, f"days_{row}": days}  # fmt: skip
        told["singles"] = "\n".join(
            f"{day:%d/%m/%Y}\u00a0: {number(hours)} h" for day, hours in calendar.days
        )
        told["closures"] = "\n".join(_closure(one) for one in calendar.closed)
        return told

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        own = {"singles", "closures", *(f"{name}_{row}" for name in NAMES for row in ROWS)}
        if not own & set(self.errors):
            try:
                self.calendar = checked(self._calendar())
            except Unreadable as refusal:
                self.add_error(None, str(refusal))
        return data

    def _calendar(self) -> Calendar:
        data = self.cleaned_data
        ranges = [one for one in (self._range(row) for row in ROWS) if one]
        days = self._line("singles", _read_single)
        return Calendar(tuple(ranges), days, self._line("closures", _read_closed), data["works_holidays"])

    def _range(self, row: int) -> Range | None:
        data = self.cleaned_data
        first, last = data.get(f"first_{row}"), data.get(f"last_{row}")
        if not first and not last:
            return None
        if not first or not last:
            self.add_error(f"first_{row}", "Écrivez le premier et le dernier jour de cette période.")
            raise Unreadable("Une période n’a qu’une date.")
        hours = data.get(f"hours_{row}") or Decimal(7)
        return Range(first, last, hours, tuple(int(day) for day in data[f"days_{row}"]))

    def _line(self, name: str, read: Any) -> tuple[Any, ...]:
        lines = [one.strip() for one in self.cleaned_data[name].splitlines() if one.strip()]
        try:
            return tuple(read(one) for one in lines)
        except ValueError as refusal:
            raise Unreadable(str(refusal)) from None


def _closure(one: Closed) -> str:
    if one.first == one.last:
        return f"{one.first:%d/%m/%Y}"
    return f"{one.first:%d/%m/%Y} au {one.last:%d/%m/%Y}"


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(day)
    return day


def _read_single(line: str) -> tuple[date, Decimal]:
    found = re.fullmatch(
        r"(.{6,30}?)\s*(?::|=)\s*([\d,. ]{1,8})\s*(?:h|heures?)?", line.replace("\u00a0", " ")
    )
    try:
        if found:
            return _within(parse_date(found[1])), parse_amount(found[2])
    except ValueError:
        pass
    raise ValueError(UNREAD.format(line[:60]) + ONE_DAY)


def _read_closed(line: str) -> Closed:
    first, _, last = line.partition(" au ")
    try:
        return Closed(_within(parse_date(first)), _within(parse_date(last or first)))
    except ValueError:
        raise ValueError(UNREAD.format(line[:60]) + ONE_CLOSED) from None
