"""Whom a visitor of the demonstration may be, and the guided tour: what `choices.yaml` tells, with names and titles."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.queries import actor_for
from maillage.demo.places import DOMAIN
from maillage.demo.reading import load
from maillage.people.actions import give_code
from maillage.people.models import Person, SpaceAccess
from maillage.permissions import Actor
from maillage.permissions.context import acting

CHOICES = Path(__file__).parent / "choices.yaml"


@dataclass(frozen=True)
class Visitor:
    """`space`: the person whose own space is opened, by a code that the worker `by` gave; an account otherwise."""

    who: str
    name: str
    title: str
    does: str
    space: str = ""
    by: str = ""
    helper: str = ""
    relation: str = ""

    @property
    def email(self) -> str:
        return f"{self.who}@{DOMAIN}"


@dataclass(frozen=True)
class Step:
    """One promise: whom to be, what to open (`maillage.demo.tour`), and what to look at there."""

    number: int
    promise: str
    visitor: Visitor
    opens: str
    page: str
    look: str


@cache
def password() -> str:
    return str(_staff()["password"])


@cache
def groups() -> list[tuple[str, list[Visitor]]]:
    return [(row["title"], [_visitor(card) for card in row["cards"]]) for row in _told()["groups"]]


@cache
def steps() -> list[Step]:
    rows = enumerate(_told()["tour"], 1)
    told = [(number, row | {"visitor": called(row["who"])}) for number, row in rows]
    return [
        Step(number=number, **{name: said for name, said in row.items() if name != "who"})
        for number, row in told
    ]


def called(who: str) -> Visitor | None:
    return next((one for _, group in groups() for one in group if one.who == who), None)


def step(number: object) -> Step | None:
    return next((one for one in steps() if str(one.number) == str(number)), None)


def access_of(visitor: Visitor) -> UUID | None:
    """Of the person's own space: what opens it today, or a new one where somebody ended it; None if the person left."""
    first, _, last = visitor.space.partition(" ")
    with acting(_worker(visitor.by)) as worker:
        person = Person.objects.visible_to(worker).filter(first_name=first, last_name=last).first()
        return person and (_live(worker, person, visitor.helper) or _opened(worker, person, visitor))


def _live(worker: Actor, person: Person, helper: str) -> UUID | None:
    rows = SpaceAccess.objects.visible_to(worker).filter(person=person, helper=helper, ended_at=None)
    return rows.filter(until__gte=timezone.localdate()).values_list("pk", flat=True).first()


def _opened(worker: Actor, person: Person, visitor: Visitor) -> UUID | None:
    told = {"helper": visitor.helper, "relation": visitor.relation} if visitor.helper else {}
    give_code(by=worker, person=person, until=timezone.localdate() + timedelta(days=30), **told)
    return _live(worker, person, visitor.helper)


def _worker(who: str) -> Actor:
    return actor_for(User.objects.get(email=f"{who}@{DOMAIN}"), timezone.localdate(), None)[0]


def _visitor(card: dict[str, Any]) -> Visitor:
    known = next((row for row in _staff()["staff"] if row["email"] == card["who"]), None)
    named = {"name": f"{known['first']} {known['last']}", "title": known["title"]} if known else {}
    return Visitor(**({"name": card.get("helper") or card.get("space")} | named | card))


@cache
def _staff() -> dict[str, Any]:
    return load()


@cache
def _told() -> dict[str, Any]:
    return yaml.safe_load(CHOICES.read_text(encoding="utf-8"))
