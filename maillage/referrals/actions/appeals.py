"""A refusal contested; a silence noted for what it is worth; an appeal answered, that has the request decided anew."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.clocks.delays import due_on, end_of
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of
from maillage.referrals.actions.answering import (
    DECISION,
    check_can_answer,
    department,
    settle,
)
from maillage.referrals.actions.events import CHANGED, happened, moving
from maillage.referrals.enums import WITH_THEM, AppealOutcome, EventKind, Outcome, Reason, RequestState
from maillage.referrals.models import Appeal, SchemeRequest
from maillage.referrals.rules import check_can_change
from maillage.schemes.enums import Silence
from maillage.schemes.rules.catalogue import answering, lodging
from maillage.vault.fields import SealedText

NOT_YET = "Le délai de réponse n’est pas écoulé\u00a0: le silence ne veut encore rien dire."
WORTH_NOTHING = (
    "Pour ce dispositif, aucun texte ne donne de sens au silence\u00a0: la réponse reste due. Relancez-le."
)
ALREADY = "Un recours est déjà en cours sur cette demande."
NOT_A_WAY = "Ce recours n’est plus dans les règles de ce dispositif\u00a0: choisissez-en un autre."
AFTER_SILENCE = "Vous pouvez contester ce refus. La personne qui vous accompagne peut écrire avec vous."
BY_SILENCE = "silence"
"""Who decided, when nobody did."""


@transaction.atomic
def note_silence(*, by: Actor, request: SchemeRequest, version: int) -> SchemeRequest:
    """The delay is over without an answer: the scheme's rules say what that is worth, from that very day."""
    check_can_change(by, request)
    found = moving(by, request, version, *WITH_THEM)
    if found.silence not in (Silence.GRANTED, Silence.REFUSED):
        raise Forbidden(WORTH_NOTHING)
    on = found.silent_on
    if on is None or on >= timezone.localdate():
        raise Forbidden(NOT_YET)
    refused = found.silence == Silence.REFUSED
    outcome = Outcome.REFUSED if refused else Outcome.ACCEPTED
    settle(found, on, outcome, Reason.SILENCE, "", AFTER_SILENCE if refused else "", None, "")
    found.decided_by = BY_SILENCE
    _save_silence(by, found, version)
    worth = "refus" if refused else "accord"
    happened(by, found, EventKind.DECIDED, on, f"Aucune réponse dans le délai\u00a0: cela vaut {worth}.")
    return found


def _save_silence(by: Actor, found: SchemeRequest, version: int) -> None:
    """The person writes no answer of a scheme; that its delay is over, PostgreSQL checks by itself."""
    if by.person_id is None:
        found.save(update_fields=[*DECISION, "state", "version"])
        return
    field = SchemeRequest._meta.get_field("next_step")
    assert isinstance(field, SealedText)
    told = (found.pk, version, found.contest_by, field.pre_save(found, False))
    if not value_of("note_own_silence(%s::uuid, %s::integer, %s::date, %s::bytea)", *told):
        raise Forbidden(CHANGED)


@transaction.atomic
def lodge(
    *,
    by: Actor,
    request: SchemeRequest,
    version: int,
    authority: str,
    on: date,
    received_on: date | None = None,
    grounds: str = "",
    shared: bool = False,
) -> Appeal:
    """By the person or with them. Late is possible, and said: whoever receives it decides."""
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.REFUSED)
    way = _way(found, authority)
    since = _contested_since(by, found)
    if on < since:
        raise ValidationError({"on": "Cette date précède la décision contestée."})
    if received_on and received_on < on:
        raise ValidationError({"received_on": "Il ne peut pas être reçu avant d’être envoyé."})
    lodged, answered = lodging(way), answering(way)
    place = department(found.scheme)
    made = Appeal(
        request=found, person_id=found.person_id, structure_id=found.structure_id, authority=way["authority"],
        text=way.get("text", ""), decision_on=since, against_silence=found.reason == Reason.SILENCE,
        refused_for=str(found.get_reason_display()), lodge_by=due_on(since, lodged, place) if lodged else None,
        lodged_on=on, received_on=received_on, grounds=grounds, shared=shared,
        answer_due_on=end_of(received_on or on, answered, place) if answered else None,
    )  # fmt: skip
    _insert(made)
    found.save(update_fields=["version"])
    happened(by, found, EventKind.APPEALED, on, f"Adressé à\u00a0: {made.authority}.")
    return made


def _way(request: SchemeRequest, authority: str) -> dict[str, Any]:
    for one in request.scheme.ways_to_appeal:
        if one["authority"] == authority:
            return one
    raise ValidationError({"authority": NOT_A_WAY})


def _contested_since(by: Actor, request: SchemeRequest) -> date:
    """The decision; or the day when a first appeal failed, from which the next one is counted."""
    assert request.decided_on is not None
    failed = Appeal.objects.visible_to(by).filter(request=request, answered_on__gte=request.decided_on)
    last: date | None = failed.order_by("answered_on").values_list("answered_on", flat=True).last()
    decided: date = request.decided_on
    return last or decided


def _insert(made: Appeal) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "referrals_appeal_one_at_a_time" not in str(error):
            raise
        raise Forbidden(ALREADY) from None


AGAIN = ("complete_on", "due_on", "paused_days", "escalated_at")


@transaction.atomic
def answer_appeal(*, by: Actor, appeal: Appeal, version: int, outcome: str, on: date) -> SchemeRequest:
    """Won, the request is open again and owed a new decision; lost or unanswered, the refusal stays."""
    check_can_answer(by, appeal.request)
    found = moving(by, appeal.request, version, RequestState.REFUSED)
    on = _day(appeal, outcome, on)
    rows = Appeal.objects.visible_to(by).filter(pk=appeal.pk, outcome="")
    if not rows.update(outcome=outcome, answered_on=on):
        raise Forbidden(CHANGED)
    if outcome == AppealOutcome.WON:
        _reopen(found, on)
    found.save(update_fields=[*DECISION, *AGAIN, "state", "version"])
    happened(by, found, EventKind.APPEALED, on, f"Recours {AppealOutcome(outcome).label}.")
    return found


@transaction.atomic
def note_appeal_silence(*, by: Actor, appeal: Appeal, version: int) -> None:
    """The person alone: nobody answered their appeal in time, that is worth a rejection; they may go on."""
    check_can_change(by, appeal)
    on = _day(appeal, AppealOutcome.SILENT, timezone.localdate())
    if not value_of("note_own_appeal_silence(%s::uuid, %s::integer)", appeal.pk, version):
        raise Forbidden(CHANGED)
    happened(by, appeal.request, EventKind.APPEALED, on, f"Recours {AppealOutcome.SILENT.label}.")


def _day(appeal: Appeal, outcome: str, on: date) -> date:
    """Silence counts from the day it is worth an answer, not from the day somebody notes it."""
    if outcome != AppealOutcome.SILENT:
        if on < appeal.lodged_on:
            raise ValidationError({"on": "Cette date précède l’envoi du recours."})
        return on
    if appeal.answer_due_on is None:
        raise Forbidden("Ici le silence ne vaut pas réponse\u00a0: attendez la décision.")
    if not appeal.is_silent(timezone.localdate()):
        raise Forbidden(NOT_YET)
    due: date = appeal.answer_due_on
    return due


def _reopen(request: SchemeRequest, on: date) -> None:
    """As a file received complete that day: the former decision stays in its history and in the appeal."""
    request.state, request.received_on, request.complete_on = RequestState.COMPLETE, on, on
    request.paused_days, request.escalated_at = 0, None
    request.decided_on, request.contest_by, request.rank = None, None, None
    request.outcome = request.reason = request.decided_by = request.words = request.next_step = ""
    request.due_on = end_of(on, request.scheme.delay, department(request.scheme))
