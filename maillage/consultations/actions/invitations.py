"""Who is asked, and the mails they get: one a job, never to who answered, a reminder a week at most."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.consultations.actions.questionnaires import locked
from maillage.consultations.models import Invitation, Questionnaire
from maillage.consultations.notifications.invitations import send_invitation
from maillage.consultations.queries import audience
from maillage.consultations.queries.audience import Guest
from maillage.consultations.queries.questionnaires import questions
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

SEND = "maillage.consultations.send_invitation"
NOT_OPEN = (
    "Ouvrez d’abord le questionnaire\u00a0: personne n’est invité à répondre à des questions en préparation."
)


@transaction.atomic
def invite(*, by: Actor, questionnaire: Questionnaire, guests: Iterable[Guest]) -> int:
    """How many are new: an address is asked once."""
    kept = locked(by, questionnaire)
    rows = Invitation.objects.filter(questionnaire=kept)
    known = {email.lower() for email in rows.values_list("email", flat=True)}
    asked = {one.email.lower(): one for one in guests if one.email.lower() not in known}
    Invitation.objects.bulk_create(
        Invitation(
            questionnaire=kept, email=email, name=one.name[:120], territory=one.territory, user_id=one.user_id
        )
        for email, one in asked.items()
    )
    record(by, "invited", kept, count=len(asked))
    return len(asked)


@transaction.atomic
def send(*, by: Actor, questionnaire: Questionnaire, site: str) -> int:
    """To those who were not written to yet; how many."""
    kept = _running(by, questionnaire)
    rows = audience.to_send(kept)
    return _leave(by, kept, list(rows.values_list("pk", "number")), site, "sent_at")


@transaction.atomic
def remind(*, by: Actor, questionnaire: Questionnaire, site: str) -> int:
    kept = _running(by, questionnaire)
    rows = audience.to_remind(kept)
    return _leave(by, kept, list(rows.values_list("pk", "number")), site, "reminded_at")


def _running(by: Actor, row: Questionnaire) -> Questionnaire:
    kept = locked(by, row)
    if not kept.runs:
        raise Forbidden(NOT_OPEN)
    return kept


def _leave(by: Actor, row: Questionnaire, asked: list[tuple[int, int]], site: str, when: str) -> int:
    told = {when: timezone.now(), "number": F("number") + 1}
    Invitation.objects.filter(pk__in=[pk for pk, _ in asked]).update(**told)
    for pk, number in asked:
        app.configure_task(SEND).defer(invitation=pk, number=number + 1, site=site, actor=by.to_json())
    if asked:
        record(by, "reminded" if when == "reminded_at" else "invitations_sent", row, count=len(asked))
    return len(asked)


def send_one(*, by: Actor, invitation: int, number: int, site: str) -> None:
    """By the worker, as who asked: nothing leaves once it is over, nor to who answered or left in between."""
    with acting(by):
        rows = Invitation.objects.visible_to(by).filter(pk=invitation, number=number)
        told = rows.select_related("questionnaire__committee", "questionnaire__structure")
        row = told.filter(answered=False, left_out_at=None).first()
        if row is not None and row.questionnaire.runs:
            send_invitation(row, len(questions(row.questionnaire)), site)


def forget() -> None:
    """Every night: who was asked, three months after the end; who signed, two years after."""
    with acting(ANONYMOUS):
        value_of("survey_forget()")
