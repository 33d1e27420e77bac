"""Somebody is received without being asked who they are, told of a service, found again by their slip, joined to a file."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.actions.ground import count_visit
from maillage.directory.enums import CATEGORIES, Half, Sent, Visitor
from maillage.directory.models import Service
from maillage.governance.actions.identifying import check_names_nobody
from maillage.people.models import Person
from maillage.people.rules import at_work
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of
from maillage.reception.enums import Outcome, Where, themes
from maillage.reception.models import Orientation, Reception
from maillage.reception.queries.receptions import by_reference
from maillage.reception.rules import check_can_join, check_can_receive

NOON = 13
PAST = "Donnez une date à venir."
JOINED = "Cet accueil est joint à un dossier\u00a0: continuez depuis ce dossier."
NOT_FOUND = "Aucun bon ne porte cette référence ici. Relisez-la avec la personne."
SENT = {
    Outcome.ANSWERED: Sent.HERE,
    Outcome.ORIENTED: Sent.ELSEWHERE,
    Outcome.UNANSWERED: Sent.NOWHERE,
}


@transaction.atomic
def receive(
    *,
    by: Actor,
    values: dict[str, Any],
    follows: Reception | None = None,
    confirmed: Iterable[str] = (),
) -> Reception:
    """`follows`: they came back with their slip. At the desk it counts as a passage, so that nobody counts it twice."""
    check_can_receive(by)
    check_names_nobody([values["said"], values["line"]], confirmed)
    if set(values["themes"]) - set(themes()):
        raise ValidationError({"themes": "Choisissez dans la liste."})
    if values["come_back_on"] and values["come_back_on"] < timezone.localdate():
        raise ValidationError({"come_back_on": PAST})
    user_id, structure_id = at_work(by)
    row = Reception(user_id=user_id, structure_id=structure_id, **_after(follows), **values)
    row.full_clean(exclude=["user", "structure", "person", "follows"], validate_constraints=False)
    row.save(force_insert=True)
    record(by, "received_unnamed", row, outcome=row.outcome, again=follows is not None)
    if row.where == Where.DESK:
        _count(by, row)
    return row


def _after(first: Reception | None) -> dict[str, Any]:
    """They come back: of whoever chose a file, this too is in it."""
    if first is None:
        return {}
    joined = {"person_id": first.person_id, "joined_on": timezone.localdate() if first.person_id else None}
    return {"follows_id": first.follows_id or first.pk, **joined}


def _count(by: Actor, row: Reception) -> None:
    now = timezone.localtime()
    category = row.themes[0] if row.themes[0] in CATEGORIES else ""
    sent = SENT[Outcome(row.outcome)]
    visitor = Visitor.FAMILY if row.children or row.adults > 1 else Visitor.ALONE
    half = Half.MORNING if now.hour < NOON else Half.AFTERNOON
    count_visit(by=by, day=now.date(), half=half, visitor=visitor, category=category, sent=sent)


@transaction.atomic
def orient(*, by: Actor, reception: Reception, service: Service) -> None:
    """Twice is once. What was without an answer no longer is."""
    check_can_receive(by)
    rows = Reception.objects.filter(pk=reception.pk, person=None)
    if not rows.update(outcome=Outcome.ORIENTED):
        raise Forbidden(JOINED)
    _, new = Orientation.objects.get_or_create(reception=reception, service=service)
    if new:
        record(by, "oriented_unnamed", reception, service=service.pk)


@transaction.atomic
def join(*, by: Actor, person: Person, reference: str) -> None:
    """The person chose it, slip in hand: what was noted, each time they came, is in their file from now on."""
    check_can_join(by, person.pk)
    found = by_reference(by, reference)
    if found is None:
        raise Forbidden(NOT_FOUND)
    told = Reception.objects.visible_to(by).filter(person=None)
    count = sum(
        rows.update(person=person, joined_on=timezone.localdate())
        for rows in (told.filter(pk=found.pk), told.filter(follows=found))
    )
    if not count:
        raise Forbidden("Cet accueil est déjà joint à un dossier.")
    record(by, "reception_joined", person, reception=found.pk, count=count)


def forget() -> None:
    """Every night: what was answered to whoever has not come back for twelve months, and joined it to no file."""
    with acting(ANONYMOUS):
        value_of("reception_forget()")
