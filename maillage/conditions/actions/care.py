"""An alert to the reader one chose, its answers; what the team proposes, its answer; what one offers to be asked about."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conditions.enums import ANSWER_DAYS, PROPOSAL_DAYS, AlertKind, Verdict
from maillage.conditions.models import Alert, AlertReply, Expertise, Proposal
from maillage.conditions.rules import at_work, check_can_close, check_leads, check_works
from maillage.permissions import Actor, Forbidden

ANSWERED = "Un responsable a déjà répondu à cette proposition."


@transaction.atomic
def alert(*, by: Actor, kind: str, words: str, reader: User) -> Alert:
    user_id, structure_id = at_work(by)
    due_on = timezone.localdate() + timedelta(days=ANSWER_DAYS[AlertKind(kind)])
    told: dict[str, Any] = {"user_id": user_id, "structure_id": structure_id, "due_on": due_on}
    row = Alert(kind=kind, words=words, reader=reader, **told)
    row.save(force_insert=True)
    record(by, "alert_sent", row)
    return row


@transaction.atomic
def reply(*, by: Actor, row: Alert, words: str, in_risk_document: bool = False) -> AlertReply:
    """By its reader, or its author who adds something."""
    user_id, _ = at_work(by)
    if Alert.objects.select_for_update().get(pk=row.pk).closed_on:
        raise Forbidden("Cette alerte est close\u00a0: envoyez-en une autre.")
    said = AlertReply(alert=row, user_id=user_id, words=words, in_risk_document=in_risk_document)
    said.save(force_insert=True)
    record(by, "alert_answered", row)
    return said


@transaction.atomic
def close(*, by: Actor, row: Alert) -> None:
    """By its author: they alone say that it is settled."""
    check_can_close(by, row.user_id)
    if Alert.objects.filter(pk=row.pk, closed_on=None).update(closed_on=timezone.localdate()):
        record(by, "alert_closed", row)


@transaction.atomic
def suggest(*, by: Actor, values: dict[str, Any]) -> Proposal:
    """`values`: kind, subject, words, before (minutes lost each time, or None)."""
    user_id, structure_id = at_work(by)
    due_on = timezone.localdate() + timedelta(days=PROPOSAL_DAYS)
    row = Proposal(user_id=user_id, structure_id=structure_id, due_on=due_on, **values)
    row.save(force_insert=True)
    record(by, "proposal_made", row)
    return row


@transaction.atomic
def answer(*, by: Actor, row: Proposal, verdict: str, words: str) -> None:
    """Once, by who leads; of two who answer at once, one does."""
    check_leads(by)
    told = {"verdict": verdict, "answer": words, "decided_on": timezone.localdate()}
    if not Proposal.objects.filter(pk=row.pk, verdict="").update(**told, decided_by_id=by.user_id):
        raise Forbidden(ANSWERED)
    record(by, "proposal_answered", row, verdict=verdict)


@transaction.atomic
def mend(*, by: Actor, row: Proposal, after: int | None) -> None:
    """What was asked is done: minutes that are still lost each time, when it is a form."""
    check_works(by)
    done = Proposal.objects.filter(pk=row.pk, mended_on=None, verdict__in=[Verdict.ACCEPTED, Verdict.TRIED])
    if not done.update(mended_on=timezone.localdate(), after=after):
        raise Forbidden("Cette proposition n’attend pas d’être faite.")
    record(by, "proposal_mended", row)


@transaction.atomic
def offer(*, by: Actor, subject: str, words: str) -> Expertise:
    user_id, structure_id = at_work(by)
    row = Expertise(user_id=user_id, structure_id=structure_id, subject=subject, words=words)
    row.save(force_insert=True)
    record(by, "expertise_offered", row)
    return row


@transaction.atomic
def withdraw(*, by: Actor, row: Expertise) -> None:
    record(by, "expertise_withdrawn", row)
    row.delete()
