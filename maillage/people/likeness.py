"""How alike two identities are, with the reasons a human reads before deciding. It never decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from maillage.people.names import fold, sound

SAME, LIKELY, POSSIBLE = 3, 2, 1


@dataclass(frozen=True)
class Identity:
    """`names`: first, last and usual names together, in any order."""

    names: str
    birth_date: date | None = None


@dataclass(frozen=True)
class Likeness:
    strength: int
    reasons: tuple[str, ...]


def compare(one: Identity, other: Identity) -> Likeness | None:
    """None when nothing would make a human think of the same person."""
    strength, reason = _names(one.names, other.names)
    if not strength:
        return None
    day, day_reason = _dates(one.birth_date, other.birth_date)
    if day < 0 and strength < SAME:
        return None
    return Likeness(strength + day, tuple(filter(None, (reason, day_reason))))


def _names(one: str, other: str) -> tuple[int, str]:
    """Words in common, exactly, by ear, or at one letter: the shorter name must be found whole in the longer one."""
    short, long = sorted((_words(one), _words(other)), key=len)
    if not short:
        return 0, ""
    if len(short) < len(long):
        return _found(short, long)
    return max(_found(short, long), _found(long, short))


def _words(names: str) -> list[str]:
    return list(dict.fromkeys(fold(names).split()))


def _found(short: list[str], long: list[str]) -> tuple[int, str]:
    if set(short) <= set(long):
        return (SAME, "même nom") if len(short) > 1 else (POSSIBLE, "un nom en commun")
    if _same_sounds(short, long):
        return LIKELY, "même nom à l’oreille"
    if len(short) > 1 and all(any(nearly(a, b) for b in long) for a in short):
        return POSSIBLE, "noms à une lettre près"
    return 0, ""


def _same_sounds(short: list[str], long: list[str]) -> bool:
    heard = {sound(word) for word in long}
    return (len(short) > 1 and all(sound(word) in heard for word in short)) or (
        sound("".join(short)) == sound("".join(long))
    )


def nearly(one: str, other: str) -> bool:
    """At most one letter added, missing, changed, or two neighbours swapped; short words must be equal or sound so."""
    if one == other or sound(one) == sound(other):
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(differing) == 1 or (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and one[differing[0]] == other[differing[1]]
        and one[differing[1]] == other[differing[0]]
    )


def _dates(one: date | None, other: date | None) -> tuple[int, str]:
    if one is None or other is None:
        return 0, "date de naissance inconnue d’un côté"
    if one == other:
        return 1, "même date de naissance"
    if other in near_dates(one):
        return 0, "date de naissance proche (une erreur de frappe\u00a0?)"
    return -1, "date de naissance différente"


def near_dates(day: date) -> set[date]:
    """The dates one slip away: a digit changed, two neighbouring digits or day and month swapped."""
    return {
        found
        for written in _slips(f"{day.day:02}{day.month:02}{day.year:04}")
        if (found := _as_date(written))
    } | {day}


def _slips(digits: str) -> Iterator[str]:
    for position in range(8):
        for digit in "0123456789":
            yield digits[:position] + digit + digits[position + 1 :]
    for left, right in combinations(range(8), 2):
        if right == left + 1:
            yield digits[:left] + digits[right] + digits[left] + digits[right + 1 :]
    yield digits[2:4] + digits[:2] + digits[4:]


def _as_date(written: str) -> date | None:
    try:
        return date(int(written[4:]), int(written[2:4]), int(written[:2]))
    except ValueError:
        return None
