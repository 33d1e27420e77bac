"""An answer is taken: by a link, by an account through its link, or typed in from a paper. PostgreSQL says whether in time."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.audit.actions import record
from maillage.consultations.actions.questionnaires import locked
from maillage.consultations.models import Invitation, Questionnaire
from maillage.consultations.queries.door import Opened
from maillage.directory.models import Territory
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of

CLOSED = "C’est trop tard\u00a0: ce questionnaire est clos. Les réponses envoyées avant la fin comptent."
ALREADY = "Votre réponse est déjà reçue. Elle est anonyme\u00a0: personne ne peut la retrouver, même pour la corriger."
REFUSALS = {"closed": CLOSED, "already": ALREADY}
TOO_LATE = "Ce papier n’a pas pu être noté\u00a0: vérifiez le jour où il a été reçu. Les papiers se saisissent jusqu’à sept jours après la clôture."
Said = list[dict[str, Any]]


@transaction.atomic
def answer(
    *, opened: Opened, said: Said, territory: Territory | None, name: str = "", sheet: UUID | None = None
) -> None:
    """Sent again by whoever signs, the last one counts. The journal says that an answer came, never whose.

    `sheet`: of whoever has no account, the same twice for the same page.
    """
    place = territory and territory.pk
    values = (opened.key, sheet, place, name[:120], json.dumps(said, default=str))
    (told,) = rows_of("survey_respond(%s::uuid, %s::uuid, %s::bigint, %s::varchar, %s::json)", *values)
    refusal = REFUSALS.get(told.survey_respond)
    if refusal:
        raise Forbidden(refusal)
    with acting(Actor(label="réponse à un questionnaire")) as nobody:
        record(nobody, "answered", Questionnaire(pk=opened.facts.id))


@transaction.atomic
def type_paper(
    *,
    by: Actor,
    questionnaire: Questionnaire,
    said: Said,
    territory: Territory | None,
    name: str,
    received: date,
) -> None:
    """Received in time, typed in within a week of the close."""
    kept = locked(by, questionnaire)
    values = (kept.pk, territory and territory.pk, name[:120], received, json.dumps(said, default=str))
    (told,) = rows_of("survey_paper(%s::bigint, %s::bigint, %s::varchar, %s::date, %s::json)", *values)
    if not told.survey_paper:
        raise Forbidden(TOO_LATE)
    record(by, "paper_typed", kept)


@transaction.atomic
def leave_out(*, opened: Opened) -> None:
    """No more mail about this questionnaire; the link goes on opening it."""
    rows_of("survey_leave_out(%s::uuid)", opened.key)


@transaction.atomic
def note_answered(*, by: Actor, invitation: Invitation) -> None:
    """Their paper came: they are reminded of nothing. Nothing says which paper."""
    kept = locked(by, invitation.questionnaire)
    Invitation.objects.filter(pk=invitation.pk, questionnaire=kept).update(answered=True)
    record(by, "answer_noted", kept)
