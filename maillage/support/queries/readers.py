"""Who can read what, by name: said before saving, beside what is saved, and to see as somebody else sees."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from maillage.people.enums import Part
from maillage.people.models import Consent, Person
from maillage.people.queries import Follower, covers, followers
from maillage.permissions import Actor
from maillage.support.enums import Level


@dataclass(frozen=True)
class Member:
    """Somebody of the circle: who, from where, as what; and what the person's ledger opens to them.

    `worker_id` is None for a structure where somebody is still to take the person in charge.
    """

    worker_id: int | None
    structure_id: int
    name: str
    structure: str
    role_name: str
    since: date
    in_team: bool
    parts: frozenset[str] = field(default_factory=frozenset)
    until: date | None = None

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
    lines = list(Consent.objects.live(timezone.localdate()).filter(person=person))
    return [_member(one, [line for line in lines if covers(line, one)]) for one in followers(person)]


def _member(one: Follower, covering: list[Consent]) -> Member:
    return Member(
        worker_id=one.account.pk if one.account else None,
        structure_id=one.place.pk,
        name=one.worker,
        structure=one.structure,
        role_name=one.role,
        since=timezone.localtime(one.since).date(),
        in_team=not one.by_consent,
        parts=frozenset(part for line in covering for part in line.parts),
        until=max((line.until for line in covering), default=None),
    )


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
