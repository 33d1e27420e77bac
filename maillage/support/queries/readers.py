"""Who can read what, by name: said before saving, beside what is saved, and to see as somebody else sees."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.people.enums import Part
from maillage.people.models import Consent, Person
from maillage.people.queries import role_in_words
from maillage.permissions import Actor
from maillage.support.enums import Level

FOLLOWERS = "SELECT worker_id, structure_id, since, role, by_consent FROM maillage_definer.followers(%s)"


@dataclass(frozen=True)
class Member:
    """Somebody of the circle: who, from where, as what; and what the person's ledger opens to them.

    `worker_id` is None for a structure where somebody is still to take the person in charge.
    """

    worker_id: int | None
    structure_id: int
    name: str
    structure: str
    role: str
    since: date
    in_team: bool
    parts: frozenset[str] = field(default_factory=frozenset)
    until: date | None = None
    title: str = ""

    @property
    def role_name(self) -> str:
        return role_in_words(self.role, self.title)

    def reads(self, content: Any) -> bool:
        """Whether this member reads a note (or whatever bears author, structure, level and part)."""
        if self.worker_id is None:
            return False
        if content.level == Level.PERSONAL:
            return bool(content.author_id == self.worker_id)
        here = content.structure_id == self.structure_id
        if self.in_team and (here or (content.level == Level.CIRCLE and content.open_to_teams)):
            return True
        return content.level == Level.CIRCLE and content.part in self.parts


def circle(person: Person) -> list[Member]:
    """The circle of a person as it is today; five queries. Empty for whoever does not see the person."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWERS, [person.pk])
        rows = cursor.fetchall()
    workers = {row[0] for row in rows if row[0]}
    users = User.objects.in_bulk(workers)
    places = Structure.objects.in_bulk({row[1] for row in rows})
    held = _roles(workers)
    lines = list(_in_force(person))
    return [_member(row, users, places, held, lines) for row in rows]


def _roles(workers: Iterable[int]) -> dict[tuple[int, int, str], str]:
    """(account, structure, role) → the trade."""
    rows = Membership.objects.current(timezone.localdate()).filter(user_id__in=workers)
    return {(one.user_id, one.structure_id, one.role): one.job_title for one in rows}


def _in_force(person: Person) -> Any:
    return Consent.objects.filter(person=person, withdrawn_at=None, until__gte=timezone.localdate())


def _member(row: Any, users: Any, places: Any, held: Any, lines: list[Consent]) -> Member:
    worker, place, since, role, by_consent = row
    mine = [one for one in lines if _covers(one, worker, place, held)]
    return Member(
        worker_id=worker,
        structure_id=place,
        name=str(users[worker]) if worker else "pas encore de professionnel",
        structure=str(places[place]),
        role=role,
        since=timezone.localtime(since).date(),
        in_team=not by_consent,
        parts=frozenset(part for one in mine for part in one.parts),
        until=max((one.until for one in mine), default=None),
        title=next(
            (title for (user, at, _), title in held.items() if (user, at) == (worker, place) and title), ""
        ),
    )


def _covers(line: Consent, worker: int | None, place: int, held: dict[tuple[int, int, str], str]) -> bool:
    if line.reader_id:
        return line.reader_id == worker
    has_role = not line.role or (worker, place, line.role) in held
    return line.structure_id == place and has_role


@dataclass(frozen=True)
class Intended:
    """A note not written yet, for the list of its readers."""

    author_id: int | None
    structure_id: int | None
    level: str
    part: str = ""
    open_to_teams: bool = False


def intended(by: Actor, level: str, part: str, open_to_teams: bool) -> Intended:
    return Intended(by.user_id, by.structure_id, level, part, open_to_teams)


def readers(
    members: list[Member], content: Any, person: Person, withheld: bool = False
) -> list[dict[str, str]]:
    """What `web/_readers.html` shows: each member who reads, and the person when they do."""
    told = [
        {"name": one.name, "role": f"{one.role_name}, {one.structure}", "scope": _until(one)}
        for one in members
        if one.reads(content)
    ]
    if content.level != Level.PERSONAL and not withheld:
        told.append({"name": person.full_name, "role": "la personne", "scope": "dans son espace, ou imprimé"})
    return told


def _until(member: Member) -> str:
    if member.in_team or member.until is None:
        return "équipe"
    return f"avec son accord, jusqu’au {member.until:%d/%m/%Y}"


def choices_of_readers(
    by: Actor, person: Person, members: list[Member], partner: bool
) -> list[dict[str, Any]]:
    """For the form of a note: each choice of level and subject, and who would read."""
    options = [(Level.PERSONAL, ""), (Level.TEAM, ""), *((Level.CIRCLE, part) for part in Part)]
    return [
        {
            "level": level,
            "part": part,
            "label": Part(part).label if part else Level(level).label,
            "readers": readers(members, intended(by, level, part, partner), person),
        }
        for level, part in options
        if not (partner and level == Level.TEAM)
    ]
