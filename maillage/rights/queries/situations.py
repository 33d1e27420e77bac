"""One household as the engine sees it, and the rights that were found for it."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from maillage.people.models import Household, HouseholdMember, Person
from maillage.permissions import Actor
from maillage.rights import engine
from maillage.rights.bulk.reading import read_block
from maillage.rights.bulk.situations import situation
from maillage.rights.enums import Change, Status
from maillage.rights.models import Entitlement, Screening
from maillage.support.queries.held import Item, Section

PLACES = {
    "applicant": "la personne qui demande",
    "partner": "la personne en couple avec elle",
    "child": "un enfant",
    "other": "une autre personne du foyer",
}


@cache
def versions() -> str:
    """What a stored result was computed with, in one line."""
    return ", ".join(f"{name} {number}" for name, number in engine.versions().items())


class Incomplete(Exception):
    """The household has no applicant this month, or two: nothing can be computed."""


def household_situation(household: Household, month: date) -> engine.Household:
    """This household as the engine reads it, by the same path as a whole caseload; members' refs are their ids."""
    block = read_block(connection, np.array([household.pk.bytes], dtype="S16"), month)
    if not len(block.ids):
        raise Incomplete
    return situation(block)


@lru_cache(maxsize=64)
def explained(situation: engine.Household, month: date, *, trace: bool = False) -> engine.Explanation:
    """Kept for the next minutes: after the page come its sheet and its trace. The same facts give the same answer."""
    return engine.explain(situation, f"{month:%Y-%m}", trace=trace)


def names(actor: Actor, situation: engine.Household) -> dict[str, str]:
    """Member → their name, or their place in the household when the actor does not open their own file."""
    persons: QuerySet[Person] = Person.objects.visible_to(actor)
    found = {str(one.pk): one.full_name for one in persons.filter(pk__in=[m.ref for m in situation.members])}
    return {one.ref: found.get(one.ref, PLACES[one.role]) for one in situation.members}


def last_screening(actor: Actor, household: Household) -> Screening | None:
    rows: QuerySet[Screening] = Screening.objects.visible_to(actor).filter(household_id=household.pk)
    return rows.order_by("-month").first()


def held(actor: Actor, person: Person) -> Section:
    """What was computed for the households where the person lives, for the hand-over of all that is held on them."""
    homes = HouseholdMember.objects.visible_to(actor).filter(person=person).values("household_id")
    rows = Entitlement.objects.visible_to(actor).filter(household_id__in=homes).order_by("month", "benefit")
    return Section("rights", "Droits potentiels, calculés", [_held(one) for one in rows])


def _held(one: Entitlement) -> Item:
    facts = [("Mois", f"{one.month:%m/%Y}"), ("Prestation", engine.BENEFIT[one.benefit].name)]
    facts.append(("État", str(Status(one.status).label)))
    return Item([*facts, *([("Montant estimé", one.amount)] if one.amount is not None else [])])


def potential_rights(actor: Actor, household: Household) -> list[Entitlement]:
    """Those of the last month screened, the simplest first."""
    rows: QuerySet[Entitlement] = Entitlement.objects.visible_to(actor).filter(household_id=household.pk)
    latest = rows.order_by("-month").values("month")[:1]
    return list(rows.filter(month=latest).exclude(change=Change.GONE).order_by("effort", "benefit"))
