"""What a scheme answers, by its own officers or noted by the team from what it said: receipt, papers, decision, end."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.clocks.answers import Asked, answer_due
from maillage.clocks.delays import due_on
from maillage.permissions import Actor, Forbidden
from maillage.referrals.actions.events import happened, moving
from maillage.referrals.actions.place_answers import release
from maillage.referrals.enums import (
    CLOSABLE,
    WITH_THEM,
    EventKind,
    Outcome,
    RequestState,
)
from maillage.referrals.models import MissingPiece, SchemeRequest
from maillage.referrals.rules import check_can_change, check_can_instruct
from maillage.schemes.enums import CountsFrom
from maillage.schemes.models import Scheme
from maillage.schemes.rules.catalogue import lodging

ALIVE = (RequestState.SENT, RequestState.RECEIVED, RequestState.COMPLETE)
RECEIVED_BEFORE = "La demande ne peut pas être reçue avant d’avoir été envoyée."
TAKEN_BACK = "La personne a retiré son accord\u00a0: plus rien ne se décide sur cette demande."
STATES = {
    Outcome.ACCEPTED: RequestState.ACCEPTED,
    Outcome.WAITING: RequestState.WAITING,
    Outcome.REFUSED: RequestState.REFUSED,
    Outcome.REDIRECTED: RequestState.REDIRECTED,
}


class Piece(NamedTuple):
    """What is missing, who can provide it, how."""

    what: str
    provider: str
    how: str = ""


def check_can_answer(by: Actor, request: SchemeRequest) -> None:
    """The scheme's officers; or the team, that notes what a scheme without an account said."""
    if by.has(Role.SCHEME_OFFICER) and request.scheme.structure_id == by.structure_id:
        check_can_instruct(by, request.scheme.structure_id)
    else:
        check_can_change(by, request)


def department(scheme: Scheme) -> str:
    """Whose public holidays its working days leave out."""
    place: Any = scheme.structure.commune
    return place.departement.code if place and place.departement_id else ""


def restart_clock(request: SchemeRequest) -> None:
    """When the answer is owed now, by the rules that it was sent under."""
    scheme = request.scheme
    request.silence = scheme.silence
    if request.received_on is None:
        return
    waiting = None
    if request.incomplete_on and request.complete_by:
        waiting = Asked(request.incomplete_on, request.complete_by)
    request.due_on = answer_due(
        scheme.delay,
        request.received_on,
        from_complete=scheme.counts_from == CountsFrom.COMPLETE,
        complete_on=request.complete_on,
        paused_days=request.paused_days,
        waiting=waiting,
        department=department(scheme),
    )


def _save(request: SchemeRequest, *names: str) -> None:
    request.save(update_fields=[*names, "state", "version"])


@transaction.atomic
def acknowledge(*, by: Actor, request: SchemeRequest, version: int, on: date) -> SchemeRequest:
    """They have it: from that day, or from the complete file, the promise runs."""
    check_can_answer(by, request)
    found = moving(by, request, version, RequestState.SENT)
    receive(found, on)
    _save(found, "received_on", "due_on", "silence")
    happened(by, found, EventKind.RECEIVED, on)
    return found


def receive(request: SchemeRequest, on: date) -> None:
    """What a receipt writes, whoever gives it; so do `lack`, `fulfil` and `settle`."""
    if request.sent_at and on < timezone.localdate(request.sent_at):
        raise ValidationError({"on": RECEIVED_BEFORE})
    request.state, request.received_on = RequestState.RECEIVED, on
    restart_clock(request)


@transaction.atomic
def ask_missing(
    *, by: Actor, request: SchemeRequest, version: int, on: date, complete_by: date, pieces: Iterable[Piece]
) -> SchemeRequest:
    """Incomplete: what is missing, who can provide it, how. The clock stops."""
    check_can_answer(by, request)
    found = moving(by, request, version, *ALIVE)
    lack(found, on, complete_by)
    _save(found, "received_on", "incomplete_on", "complete_by", "due_on", "silence")
    told = {"person_id": found.person_id, "structure_id": found.structure_id, "request": found}
    for one in pieces:
        MissingPiece(what=one.what, provider=one.provider, how=one.how, asked_on=on, **told).save(
            force_insert=True
        )
    happened(by, found, EventKind.INCOMPLETE, on)
    return found


def lack(request: SchemeRequest, on: date, complete_by: date) -> None:
    if complete_by < on:
        raise ValidationError({"complete_by": "La date limite précède la demande de pièces."})
    request.received_on = request.received_on or on
    request.state, request.incomplete_on, request.complete_by = RequestState.INCOMPLETE, on, complete_by
    restart_clock(request)


@transaction.atomic
def give_piece(*, by: Actor, piece: MissingPiece, on: date, document_id: object = None) -> None:
    """It was sent, or brought. Twice is once."""
    check_can_change(by, piece)
    told = {"given_on": on, **({"document_id": document_id} if document_id else {})}
    if MissingPiece.objects.visible_to(by).filter(pk=piece.pk, given_on=None).update(**told):
        happened(by, piece.request, EventKind.GIVEN, on, piece.what)


@transaction.atomic
def complete(*, by: Actor, request: SchemeRequest, version: int, on: date) -> SchemeRequest:
    """Nothing is missing any more: the clock runs again, or at last."""
    check_can_answer(by, request)
    found = moving(by, request, version, RequestState.SENT, RequestState.RECEIVED, RequestState.INCOMPLETE)
    fulfil(found, on)
    _save(
        found,
        "received_on",
        "complete_on",
        "incomplete_on",
        "complete_by",
        "paused_days",
        "due_on",
        "silence",
    )
    MissingPiece.objects.visible_to(by).filter(request=found, given_on=None).update(given_on=on)
    happened(by, found, EventKind.COMPLETE, on)
    return found


def fulfil(request: SchemeRequest, on: date) -> None:
    request.received_on = request.received_on or on
    if on < max(request.received_on, request.incomplete_on or request.received_on):
        raise ValidationError({"on": "Cette date précède la réception, ou la demande de pièces."})
    if request.incomplete_on and request.complete_by:
        request.paused_days += Asked(request.incomplete_on, request.complete_by).days(on)
    request.state, request.complete_on = RequestState.COMPLETE, on
    request.incomplete_on, request.complete_by = None, None
    restart_clock(request)


@transaction.atomic
def decide(
    *,
    by: Actor,
    request: SchemeRequest,
    version: int,
    on: date,
    outcome: str,
    decided_by: str = "",
    reason: str = "",
    words: str = "",
    next_step: str = "",
    rank: int | None = None,
    rank_means: str = "",
) -> SchemeRequest:
    """The answer. A refusal says its reason, how to contest it and what is proposed instead; a rank says what it means."""
    check_can_answer(by, request)
    found = moving(by, request, version, *WITH_THEM)
    settle(found, on, outcome, reason, words, next_step, rank, rank_means)
    found.decided_by = decided_by or found.scheme.structure.name
    _save(found, *DECISION)
    happened(by, found, EventKind.DECIDED, on, str(Outcome(outcome).label))
    return found


DECISION = (
    *(
        "received_on",
        "incomplete_on",
        "complete_by",
        "decided_on",
        "outcome",
        "reason",
        "decided_by",
        "words",
    ),
    *("next_step", "rank", "rank_means", "contest_by"),
)


def settle(
    request: SchemeRequest,
    on: date,
    outcome: str,
    reason: str,
    words: str,
    next_step: str,
    rank: int | None,
    rank_means: str,
) -> None:
    """What a decision writes, whoever takes it. Raises `ValidationError`, `Forbidden`."""
    if request.withdrawn_at is not None:
        raise Forbidden(TAKEN_BACK)
    if request.sent_at and on < timezone.localdate(request.sent_at):
        raise ValidationError({"on": "La décision ne peut pas précéder l’envoi de la demande."})
    refused = outcome == Outcome.REFUSED
    if refused and not reason:
        raise ValidationError({"reason": "Dites pourquoi\u00a0: un refus a toujours sa raison."})
    if outcome in (Outcome.REFUSED, Outcome.REDIRECTED) and not next_step.strip():
        raise ValidationError({"next_step": "Dites ce qui est proposé à la place, ou à qui s’adresser."})
    if outcome == Outcome.WAITING and rank is not None and not rank_means.strip():
        raise ValidationError(
            {"rank_means": "Dites ce que ce rang veut dire\u00a0: combien de temps, pourquoi."}
        )
    request.received_on = request.received_on or on
    request.incomplete_on = request.complete_by = None
    request.state, request.outcome, request.decided_on = STATES[Outcome(outcome)], outcome, on
    request.reason = reason if refused else ""
    request.words, request.next_step = words, next_step
    request.rank = rank if outcome == Outcome.WAITING else None
    request.rank_means = rank_means if request.rank is not None else ""
    request.contest_by = contest_by(request.scheme, on) if refused else None


def contest_by(scheme: Scheme, on: date) -> date | None:
    """The last day of the first way of appeal that has a delay."""
    days = (last_day(scheme, one, on) for one in scheme.ways_to_appeal)
    return next((day for day in days if day), None)


def last_day(scheme: Scheme, appeal: dict[str, Any], on: date) -> date | None:
    """Until when this way of appeal is open; None when no text says."""
    delay = lodging(appeal)
    return due_on(on, delay, department(scheme)) if delay else None


@transaction.atomic
def close(*, by: Actor, request: SchemeRequest, version: int, on: date, ending: str) -> SchemeRequest:
    """Nothing more is to come of it."""
    check_can_answer(by, request)
    found = moving(by, request, version, *CLOSABLE)
    found.state, found.ended_on, found.ending = RequestState.CLOSED, on, ending
    _save(found, "ended_on", "ending")
    release(by, found)
    happened(by, found, EventKind.CLOSED, on)
    return found
