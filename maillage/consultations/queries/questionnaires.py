"""Questionnaires that somebody makes, is asked, or reads the results of."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from maillage.consultations.models import Extension, Invitation, Question, Questionnaire, Snapshot
from maillage.consultations.rules import kept
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


def questionnaires(actor: Actor) -> QuerySet[Questionnaire]:
    rows: QuerySet[Questionnaire] = Questionnaire.objects.visible_to(actor)
    return rows.select_related("committee", "structure")


def made(actor: Actor) -> QuerySet[Questionnaire]:
    """Those that this actor keeps."""
    return Questionnaire.objects.filter(kept(actor)).select_related("committee", "structure")


def keeps(actor: Actor, row: Questionnaire) -> bool:
    return made(actor).filter(pk=row.pk).exists()


def published(actor: Actor) -> QuerySet[Questionnaire]:
    return questionnaires(actor).filter(published_at__isnull=False).order_by("-published_at", "pk")


def waiting(actor: Actor) -> QuerySet[Invitation]:
    """Sent to this account, not answered, still in time; the first that ends comes first."""
    if actor.user_id is None:
        return Invitation.objects.none()
    now = timezone.now()
    rows: QuerySet[Invitation] = Invitation.objects.visible_to(actor)
    asked = rows.filter(user_id=actor.user_id, sent_at__isnull=False, answered=False)
    running = asked.filter(questionnaire__opens_at__lte=now, questionnaire__closes_at__gt=now)
    told = running.select_related("questionnaire__committee", "questionnaire__structure")
    return told.order_by("questionnaire__closes_at", "pk")


def own_invitation(actor: Actor, row: Questionnaire) -> Invitation | None:
    if actor.user_id is None:
        return None
    rows = Invitation.objects.visible_to(actor).filter(questionnaire=row, user_id=actor.user_id)
    found: Invitation | None = rows.filter(sent_at__isnull=False).first()
    return found


def questions(row: Questionnaire) -> list[Question]:
    return list(Question.objects.filter(questionnaire=row).select_related("condition"))


def extensions(row: Questionnaire) -> list[Extension]:
    return list(Extension.objects.filter(questionnaire=row))


def snapshots(actor: Actor, row: Questionnaire) -> QuerySet[Snapshot]:
    rows: QuerySet[Snapshot] = Snapshot.objects.visible_to(actor)
    return rows.filter(questionnaire=row).defer("data")


def received(row: Questionnaire) -> dict[str, int]:
    """By channel, how many answers came: for whoever keeps it, even while anonymous ones can't be read."""
    return {one.channel: one.received for one in rows_of("survey_received(%s::bigint)", row.pk)}


def moment() -> datetime:
    """Now as the policies and the doors read it: the beginning of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        found: datetime = cursor.fetchone()[0]
    return found
