"""What every step of a request does: lock it as it was read, tell it once on the path, once in the journal."""

from datetime import date

from maillage.audit.actions import record
from maillage.people.models import Person
from maillage.people.rules import ways_to
from maillage.permissions import Actor, Forbidden
from maillage.referrals.enums import EventKind
from maillage.referrals.models import Event, SchemeRequest
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind

CHANGED = "Quelqu’un vient de modifier cette demande. Voici où elle en est\u00a0: vérifiez, puis recommencez."
GONE_ON = "Cette demande n’en est plus là\u00a0: voici où elle en est."
ON_THE_PATH = {
    EventKind.SENT: (ActKind.REQUEST, "Demande envoyée à un dispositif"),
    EventKind.DECIDED: (ActKind.DECISION, "Réponse d’un dispositif"),
    EventKind.APPEALED: (ActKind.STEP, "Recours contre la réponse d’un dispositif"),
    EventKind.ENTERED: (ActKind.STEP, "Entrée dans un dispositif"),
    EventKind.WITHDRAWN: (ActKind.CONSENT, "Accord retiré à un dispositif"),
}
"""What the folder's path tells, when its team or the person does it: that it was done, never what was said."""


def moving(by: Actor, request: SchemeRequest, version: int, *states: str) -> SchemeRequest:
    """The request, locked, as it is now. Refused when it changed since it was read, or is not where this step begins."""
    rows = SchemeRequest.objects.visible_to(by).select_for_update(of=("self",))
    found: SchemeRequest | None = rows.filter(pk=request.pk).first()
    if found is None or found.version != version:
        raise Forbidden(CHANGED)
    if found.state not in states:
        raise Forbidden(GONE_ON)
    found.version += 1
    return found


def happened(
    by: Actor, request: SchemeRequest, kind: str, on: date, words: str = "", in_name_of: str = ""
) -> None:
    """One line of its history, one of the folder's path, one of the journal. `in_name_of`: a commission, that decides."""
    told = {"person_id": request.person_id, "structure_id": request.structure_id, "request": request}
    label = (in_name_of or signed(by))[:200]
    Event(kind=kind, on=on, by_id=by.user_id, by_label=label, words=words, **told).save(force_insert=True)
    act = ON_THE_PATH.get(EventKind(kind))
    if act and _writes_the_path(by, request):
        note_act(by=by, person=request.person, kind=act[0], what=act[1], on=on)
    record(by, f"request_{kind}", Person(pk=request.person_id), request=request.pk)


def signed(by: Actor) -> str:
    """Whoever instructs reads it, agreed or not any more: the person is not named."""
    if by.person_id is None:
        return by.label
    return f"{by.helper}, avec son mandat" if by.helper else "la personne"


def _writes_the_path(by: Actor, request: SchemeRequest) -> bool:
    return by.person_id is not None or ways_to(by, request.person_id).by_name_in_team
