"""Who may be erased, and what it takes with it: said before it is done."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.models import Act, Document, LegalHold, Note
from maillage.support.queries.circle import accompaniment
from maillage.support.queries.notes import Hidden, hidden
from maillage.web.wording import day

REFUSALS = {
    "answered": "Cette demande n’attend plus de réponse, ou vous ne suivez plus cette personne.",
    "held": "L’effacement de ce dossier est suspendu\u00a0: levez d’abord la suspension, ou attendez qu’elle se termine.",
    "parted": "Ce dossier a été réuni avec un autre, puis séparé\u00a0: votre administrateur l’efface avec la commande "
    "«\u00a0erase_person\u00a0», sans abîmer l’autre.",
    "referent": "Son référent seul efface le dossier\u00a0: demandez-le-lui, ou reprenez d’abord l’accompagnement.",
}


@dataclass(frozen=True)
class Lost:
    """What goes with the file, counted; `elsewhere`: what other structures wrote and the actor doesn't read."""

    notes: int
    acts: int
    documents: int
    elsewhere: list[Hidden]


def lost(actor: Actor, person: Person) -> Lost:
    notes, acts, documents = (_seen(model, actor, person) for model in (Note, Act, Document))
    return Lost(notes, acts, documents, hidden(actor, person))


def _seen(model: Any, actor: Actor, person: Person) -> int:
    return int(model.objects.visible_to(actor).filter(person=person).count())


def hold(actor: Actor, person: Person) -> LegalHold | None:
    """What suspends the erasure today."""
    holds: Any = LegalHold.objects
    rows: QuerySet[LegalHold] = holds.visible_to(actor)
    today = timezone.localdate()
    return rows.filter(person=person, lifted_at=None, until__gte=today).select_related("placed_by").first()


def obstacle(actor: Actor, person: Person) -> str:
    """Why the actor cannot erase just now, in words; "" when nothing is known to prevent it."""
    held, followed = hold(actor, person), accompaniment(actor, person)
    if held:
        return f"{REFUSALS['held']} Suspendu jusqu’au {day(held.until)}\u00a0: {held.reason}"
    if followed and followed.referent_id != actor.user_id:
        return f"{REFUSALS['referent']} Référent\u00a0: {followed.referent}, {followed.referent_structure}."
    return ""
