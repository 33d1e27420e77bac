"""The diploma that a placement prepares, as the reference of diplomas names it, and the practice that it asks for."""

from collections.abc import Iterable
from datetime import date

from maillage.conventions.models import Convention
from maillage.conventions.rules import YEAR_STARTS, teaching_year
from maillage.diplomas.models import Diploma
from maillage.diplomas.queries.diplomas import by_code, practice_hours, shorts


def named(codes: Iterable[str]) -> list[str]:
    """Whole names; one query."""
    known = by_code()
    return [known[code].name if code in known else code.upper() for code in codes]


def short_names(codes: Iterable[str]) -> list[str]:
    known = shorts()
    return [known.get(code, code.upper()) for code in codes]


def entered_on(row: Convention) -> date:
    """When whoever is in that year of the course began it: the rules of a diploma are those of its entry."""
    return date(teaching_year(row.starts_on) - row.year + 1, *YEAR_STARTS)


def practice_asked(row: Convention) -> int | None:
    """Hours of the whole course; None when they are not known."""
    diploma = Diploma.objects.filter(code=row.diploma_code).first()
    return practice_hours(diploma, entered_on(row)) if diploma else None
