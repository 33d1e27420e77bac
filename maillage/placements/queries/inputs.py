"""What a round is made from, read once: the same rows give the same digests, whoever reads them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from maillage.matching import acceptance, leftovers
from maillage.placements.enums import Bar
from maillage.placements.models import (
    Candidate,
    Cohort,
    Impossibility,
    Priority,
    Seat,
    Session,
    WishList,
)
from maillage.placements.queries.partners import agreements, limits
from maillage.placements.rules import Course, Place, closed_to, really_open

FAR = 60
"""Kilometres counted when a commune is not known."""
CODE = f"{acceptance.VERSION}, {leftovers.VERSION}"
Spot = tuple[float | None, float | None]


class Taker(NamedTuple):
    pk: int
    number: int
    school: int
    diploma: str
    year: int
    departement: int | None
    spot: Spot

    @property
    def course(self) -> tuple[int, str, int]:
        return self.school, self.diploma, self.year


class Offered(NamedTuple):
    place: Place
    departement: int | None
    spot: Spot
    local_first: bool


def kilometres(one: Spot, other: Spot) -> int:
    """As the crow flies, from commune to commune, rounded; `FAR` when one is not known."""
    if None in one or None in other:
        return FAR
    (lat, lon), (to_lat, to_lon) = (tuple(map(radians, spot)) for spot in (one, other))  # type: ignore[arg-type]
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return round(12742 * asin(min(1, sqrt(half))))


@dataclass(frozen=True)
class Inputs:
    """`lists`: wishes by number; `others`: numbers that accept a place not asked for; `barred`: structures by number."""

    takers: dict[int, Taker]
    needs: dict[int, str]
    lists: dict[int, list[int]]
    others: frozenset[int]
    barred: dict[int, frozenset[int]]
    courses: dict[tuple[int, str, int], Course]
    offered: dict[int, Offered]
    agreed: frozenset[tuple[int, int]] | None
    seed: str

    @cached_property
    def closed(self) -> dict[tuple[int, str, int], dict[int, str]]:
        """By promotion: worked out once for all its students."""
        places = [one.place for one in self.offered.values()]
        return {key: closed_to(course, places, self.agreed) for key, course in self.courses.items()}

    def closed_for(self, taker: Taker) -> dict[int, str]:
        """A student's own impossibilities added to what closes places to the promotion."""
        structures = self.barred.get(taker.number)
        common = self.closed[taker.course]
        if not structures:
            return common
        own = {key for key, one in self.offered.items() if one.place.structure in structures}
        return {**dict.fromkeys(own, str(Bar.DECLARED)), **common}

    @cached_property
    def asked(self) -> acceptance.Asked:
        bands = {n: (0 if n in self.needs else 1, -one.year) for n, one in self.takers.items()}
        order = acceptance.in_order(bands, self.seed)
        seats = {key: one.place.seats for key, one in self.offered.items()}
        barred = {n: self.closed_for(one) for n, one in self.takers.items()}
        return acceptance.Asked(self.lists, seats, bands, order, self._favoured(), barred)

    def _favoured(self) -> dict[int, frozenset[int]]:
        near: dict[int | None, set[int]] = {}
        for number, one in self.takers.items():
            near.setdefault(one.departement, set()).add(number)
        wanted = {key: one.departement for key, one in self.offered.items() if one.local_first}
        return {key: frozenset(near.get(place, ())) for key, place in wanted.items() if place is not None}

    def open_to(self, numbers: Iterable[int], left: dict[int, int]) -> dict[int, dict[int, int]]:
        """For the second round: what each could accept of what is left, and how far it is."""
        found = {}
        for number in numbers:
            taker = self.takers[number]
            closed = self.closed_for(taker)
            found[number] = {
                key: kilometres(taker.spot, self.offered[key].spot) for key in left if key not in closed
            }
        return found

    @cached_property
    def digests(self) -> dict[str, str]:
        return {
            "étudiants": digest(sorted([*one[1:], self.needs.get(n, "")] for n, one in self.takers.items())),
            "vœux": digest(sorted([n, wished, n in self.others] for n, wished in self.lists.items())),
            "impossibilités": digest(sorted([n, sorted(told)] for n, told in self.barred.items())),
            "règles des écoles": digest(sorted([*key, *_flat(one)] for key, one in self.courses.items())),
            "places": digest([[key, *_flat(one)] for key, one in sorted(self.offered.items())]),
            "accords": digest(sorted(self.agreed) if self.agreed is not None else None),
            "graine": digest(self.seed),
        }


def _flat(rows: Iterable[Any]) -> list[Any]:
    return [
        sorted(one) if isinstance(one, frozenset) else _flat(one) if isinstance(one, tuple) else one
        for one in rows
    ]


def digest(told: Any) -> str:
    """SHA-256 of the JSON of what is told, in order."""
    return sha256(json.dumps(told, default=str, ensure_ascii=False).encode()).hexdigest()


def inputs(session: Session, seed: str = "") -> Inputs:
    """Of a session, as the actor sees it: whoever runs it, once wishes are closed, sees all of it."""
    takers = _takers(session)
    numbers = {one.pk: one.number for one in takers}
    lists = list(
        WishList.objects.filter(candidate__session=session).values_list("candidate_id", "seats", "others")
    )
    offered = seats(session)
    schools = {one.school for one in takers}
    pairs = {(school, one.place.structure) for school in schools for one in offered.values()}
    return Inputs(
        takers={one.number: one for one in takers},
        needs={
            numbers[pk]: need
            for pk, need in Priority.objects.filter(candidate__session=session).values_list("candidate_id", "need")
            if pk in numbers
        },
        lists={numbers[pk]: wished for pk, wished, _ in lists if pk in numbers},
        others=frozenset(numbers[pk] for pk, _, others in lists if others and pk in numbers),
        barred=_barred(session, numbers),
        courses=courses(session, {one.course for one in takers}),
        offered=offered,
        agreed=agreements(pairs, session, session.starts_on),
        seed=seed,
    )  # fmt: skip


def _takers(session: Session) -> list[Taker]:
    names = (
        "pk", "number", "school__structure_id", "diploma_code", "year",
        "commune__departement_id", "commune__lat", "commune__lon",
    )  # fmt: skip
    rows = Candidate.objects.filter(session=session, withdrawn_at=None).order_by("number").values_list(*names)
    return [
        Taker(pk, n, school, course, year, where, (lat, lon))
        for pk, n, school, course, year, where, lat, lon in rows
    ]


def _barred(session: Session, numbers: dict[int, int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows = Impossibility.objects.filter(wishes__candidate__session=session)
    for pk, structure in rows.values_list("wishes__candidate_id", "structure_id"):
        if pk in numbers:
            found.setdefault(numbers[pk], set()).add(structure)
    return {number: frozenset(structures) for number, structures in found.items()}


def courses(session: Session, wanted: Iterable[tuple[int, str, int]]) -> dict[tuple[int, str, int], Course]:
    """By (school, diploma, year); a promotion for which its school said nothing is allowed everything."""
    rows = Cohort.objects.filter(school__session=session).select_related("school")
    told = {(one.school.structure_id, one.diploma_code, one.year): one for one in rows}
    return {key: _course(key, told.get(key), session) for key in wanted}


def _course(key: tuple[int, str, int], told: Cohort | None, session: Session) -> Course:
    school, diploma, year = key
    levels, referents = (told.levels, told.referents) if told else ((), ())
    starts_on = (told and told.starts_on) or session.starts_on
    ends_on = (told and told.ends_on) or session.ends_on
    return Course(diploma, year, school, frozenset(levels), frozenset(referents), starts_on, ends_on)


def seats(session: Session) -> dict[int, Offered]:
    """What is really open, by key; a seat that no tutor or no quota is left for is there, with none."""
    rows = list(
        Seat.objects.filter(session=session, withdrawn_at=None).select_related("commune").order_by("pk")
    )
    most, declared = limits(session), dict[int, dict[int, int]]()
    for one in rows:
        declared.setdefault(one.structure_id, {})[one.pk] = one.declared
    real = {pk: n for host, told in declared.items() for pk, n in really_open(told, most.get(host)).items()}
    return {one.pk: _offered(one, real[one.pk]) for one in rows}


def _offered(row: Seat, real: int) -> Offered:
    place = Place(
        row.pk, row.structure_id, row.level, frozenset(row.diplomas), row.referent, row.starts_on, row.ends_on, real
    )  # fmt: skip
    return Offered(place, row.commune.departement_id, (row.commune.lat, row.commune.lon), row.local_first)
