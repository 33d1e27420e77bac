"""Reading a date of birth. ValueError carries a French sentence that says what to do."""

import calendar
import datetime as dt
import re

from maillage.sheets.words import MONTH_BY_NAME, plain, shown

OLDEST = 125
"""Years: nobody known has lived longer."""

_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ][0-9:.+Z]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})(?: [0-9:.]+)?")
_DAY_NAMED = re.compile(r"([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4}|[0-9]{2})")
_ANY_DATE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_date(cell: object, today: dt.date) -> dt.date:
    """A birth date, not in the future of `today` and not more than OLDEST years before."""
    found = _unchecked(cell, today)
    if found > today:
        raise ValueError(f"« {shown(cell)} » est dans le futur : vérifiez la date de naissance.")
    if found.year < today.year - OLDEST:
        raise ValueError(f"« {shown(cell)} » donnerait plus de {OLDEST} ans : vérifiez l'année de naissance.")
    return found


def _unchecked(cell: object, today: dt.date) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    if isinstance(cell, str):
        return _from_text(cell, today)
    raise _unreadable(cell)


def _from_number(number: int | float) -> dt.date:
    """A spreadsheet's day number, or the eight digits of a date typed without separators."""
    if not abs(number) < 1e9:
        raise _unreadable(number)
    if 2200 <= number < 100_000:
        return _SPREADSHEET_EPOCH + dt.timedelta(days=int(number))
    if 1800 <= number < 2200:
        raise ValueError(
            f"« {shown(int(number))} » est une année seule : écrivez jour/mois/année, "
            f"par exemple 30/04/{int(number)}."
        )
    return _from_digits(f"{int(number):08d}" if 0 < number < 1e8 else "")


def _from_text(text: str, today: dt.date) -> dt.date:
    stripped = text.strip()
    if len(_ANY_DATE.findall(stripped)) > 1:
        raise ValueError(f"« {shown(text)} » contient deux dates : mettez une personne par ligne.")
    if re.fullmatch(r"[0-9]{4,5}", stripped):
        return _from_number(int(stripped))
    if re.fullmatch(r"[0-9]{8}", stripped):
        return _from_digits(stripped)
    if parts := _YEAR_FIRST.fullmatch(stripped):
        return _build(parts[1], parts[2], parts[3], text, today)
    if parts := _DAY_FIRST.fullmatch(stripped):
        return _build(parts[3], parts[2], parts[1], text, today)
    parts = _DAY_NAMED.fullmatch(plain(stripped.removeprefix("le ")))
    if parts and (month := MONTH_BY_NAME.get(parts[2])):
        return _build(parts[3], str(month), parts[1], text, today)
    raise _unreadable(text)


def _from_digits(digits: str) -> dt.date:
    readings = set()
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        plausible = year and 1900 <= int(year) < 2100 and 1 <= int(month) <= 12
        if plausible and 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
            readings.add(dt.date(int(year), int(month), int(day)))
    if len(readings) != 1:
        raise _unreadable(digits)
    return readings.pop()


def _build(year: str, month: str, day: str, text: str, today: dt.date) -> dt.date:
    y, m, d = _four_digits(year, text, today), int(month), int(day)
    if not 1 <= m <= 12:
        raise ValueError(
            f"« {shown(text)} » : le mois {m} n'existe pas. Écrivez jour/mois/année, par exemple 30/04/1992."
        )
    if y < 1:
        raise _unreadable(text)
    days = calendar.monthrange(y, m)[1]
    if not 1 <= d <= days:
        raise ValueError(
            f"« {shown(text)} » n'existe pas : ce mois a {days} jours. Vérifiez la date de naissance."
        )
    return dt.date(y, m, d)


def _four_digits(year: str, text: str, today: dt.date) -> int:
    """A two-digit year is taken only when a single century gives somebody who is born and under 100."""
    if len(year) == 4:
        return int(year)
    this_century, last_century = 2000 + int(year), 1900 + int(year)
    if this_century <= today.year:
        raise ValueError(
            f"« {shown(text)} » peut être {last_century} ou {this_century} : écrivez l'année avec "
            "quatre chiffres."
        )
    return last_century


def _unreadable(cell: object) -> ValueError:
    return ValueError(
        f"« {shown(cell)} » n'est pas une date lisible : écrivez jour/mois/année, par exemple 30/04/1992."
    )
