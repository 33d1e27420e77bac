"""The two rounds, once each; then what two persons settle, with reasons (a committee: `committee`); places given back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.models import Decision
from maillage.permissions import Actor, Forbidden
from maillage.placements.actions.sessions import locked
from maillage.placements.enums import Ended, Outcome, Phase
from maillage.placements.models import (
    BY_ARBITRATION,
    Arbitration,
    Candidate,
    Placement,
    Run,
    Seat,
    Session,
    Trace,
)
from maillage.placements.queries.inputs import CODE, digest, seats
from maillage.placements.queries.rounds import Round, figures, runs, worked_out
from maillage.placements.rules import can_enter, can_host, check_can_run

A_BATCH = 1_000
TOGETHER = "Cette session a une instance d’arbitrage\u00a0: ses propositions se décident en séance."


@transaction.atomic
def run(*, by: Actor, session: Session, number: int) -> Run:
    """Worked out from what was filed, written whole or not at all; it never changes after."""
    row = locked(by, session)
    _check_next(row, number)
    result = worked_out(row, number)
    made = Run.objects.create(
        session=row, number=number, by_id=by.user_id or 0, seed=result.found.seed, digests=result.found.digests,
        inputs=digest(result.found.digests), outputs=result.outputs, code=CODE, figures=figures(result, number),
    )  # fmt: skip
    _write(made, result)
    record(by, "placements_round_run", row, round=number, inputs=made.inputs, outputs=made.outputs)
    return made


def _check_next(session: Session, number: int) -> None:
    done = runs(session)
    if session.phase in (Phase.PREPARED, Phase.SEATS, Phase.WISHES):
        raise Forbidden("Les vœux ne sont pas clos\u00a0: un tour se fait après la clôture.")
    if number in done:
        raise Forbidden("Ce tour est déjà fait\u00a0: il ne se refait pas, il se rejoue.")
    if number == 2 and 1 not in done:
        raise Forbidden("Faites d’abord le premier tour.")
    if Arbitration.objects.filter(session=session).exists():
        raise Forbidden("Les arbitrages ont commencé\u00a0: plus aucun tour ne se fait.")


def _write(made: Run, result: Round) -> None:
    pks = {number: taker.pk for number, taker in result.found.takers.items()}
    Trace.objects.bulk_create(
        (
            Trace(run=made, candidate_id=pks[one.number], rank=one.rank, steps=one.steps)
            for one in result.given
        ),
        batch_size=A_BATCH,
    )
    told: dict[str, Any] = {"session_id": made.session_id, "round": made.number, "run": made}
    Placement.objects.bulk_create(
        (
            Placement(candidate_id=pks[one.number], seat_id=one.seat, **told)
            for one in result.given
            if one.seat is not None
        ),
        batch_size=A_BATCH,
    )


@transaction.atomic
def propose(*, by: Actor, candidate: Candidate, seat: Seat | None, reason: str) -> Arbitration:
    """After the rounds: a place, another one, or none; the reasons are read by the student once confirmed."""
    row = locked(by, candidate.session)
    if 1 not in runs(row):
        raise Forbidden("Un arbitrage vient après le premier tour.")
    held = _held(candidate)
    if seat is not None:
        _check_free(row, seat)
    if seat is None and held is None:
        raise Forbidden("Cet étudiant n’a pas de place\u00a0: choisissez-en une.")
    made = Arbitration(
        session=row, candidate=candidate, seat=seat, former_id=held.seat_id if held else None, reason=reason,
        proposed_by_id=by.user_id or 0,
    )  # fmt: skip
    made.full_clean(exclude=["session", "candidate", "seat", "former", "proposed_by"])
    made.save(force_insert=True)
    record(by, "arbitration_proposed", made)
    return made


def _held(candidate: Candidate) -> Placement | None:
    return Placement.objects.filter(candidate=candidate, ended_at=None).first()


def _check_free(session: Session, seat: Seat) -> None:
    real = seats(session).get(seat.pk)
    taken = Placement.objects.filter(seat=seat, ended_at=None).count()
    if real is None or taken >= real.place.seats:
        raise Forbidden("Il ne reste pas de place à cet endroit\u00a0: choisissez-en une autre.")


@transaction.atomic
def decide(*, by: Actor, arbitration: Arbitration, outcome: str, why: str = "") -> None:
    """By somebody else than who proposed; confirmed, the place changes hands in the same act."""
    session = locked(by, arbitration.session)
    if session.committee_id:
        raise Forbidden(TOGETHER)
    if arbitration.proposed_by_id == by.user_id:
        raise Forbidden("Qui propose ne confirme pas\u00a0: une autre personne décide.")
    if outcome == Outcome.REFUSED and not why.strip():
        raise Forbidden("Dites pourquoi vous refusez.")
    settle(by, session, arbitration, outcome, why)


def settle(
    by: Actor, session: Session, arbitration: Arbitration, outcome: str, why: str, decision: Decision | None = None
) -> None:  # fmt: skip
    told = {"outcome": outcome, "decided_by_id": by.user_id, "decided_at": timezone.now(), "decided_why": why}
    if outcome == Outcome.CONFIRMED and arbitration.seat:
        _check_free(session, arbitration.seat)
    rows = Arbitration.objects.filter(pk=arbitration.pk, outcome="")
    if not rows.update(decision=decision, **told):
        raise Forbidden("Cette proposition est déjà décidée.")
    if outcome == Outcome.CONFIRMED:
        _settle(arbitration)
    record(by, "arbitration_decided", arbitration, outcome=outcome)


def _settle(arbitration: Arbitration) -> None:
    held = _held(arbitration.candidate)
    if (held.seat_id if held else None) != arbitration.former_id:
        raise Forbidden("La place de cet étudiant a changé depuis\u00a0: refusez, puis proposez de nouveau.")
    if held:
        told = {"ended_at": timezone.now(), "ended_why": Ended.MOVED}
        Placement.objects.filter(pk=held.pk, ended_at=None).update(**told)
    if arbitration.seat_id:
        Placement.objects.create(
            session_id=arbitration.session_id, candidate_id=arbitration.candidate_id, seat_id=arbitration.seat_id,
            round=BY_ARBITRATION, arbitration=arbitration,
        )  # fmt: skip


@transaction.atomic
def give_back(*, by: Actor, placement: Placement, why: str) -> None:
    """The student, their school, the host or the platform says that it will not happen; nobody is moved by it."""
    _check_gives_back(by, placement, why)
    told = {"ended_at": timezone.now(), "ended_why": why}
    if not Placement.objects.filter(pk=placement.pk, ended_at=None).update(**told):
        raise Forbidden("Cette place est déjà rendue.")
    record(by, "placement_given_back", placement, why=why)


def _check_gives_back(by: Actor, placement: Placement, why: str) -> None:
    if can_host(by) and placement.seat.structure_id == by.structure_id:
        if why != Ended.HOST:
            raise Forbidden("Une structure dit seulement qu’elle ne peut plus accueillir.")
        return
    candidate = placement.candidate
    own = by.signed_in and candidate.user_id == by.user_id and why == Ended.WITHDREW
    taught = can_enter(by, candidate.school.structure_id) and why in (Ended.WITHDREW, Ended.LEFT)
    if own or taught:
        return
    if why == Ended.MOVED:
        raise Forbidden("Une autre place se décide par un arbitrage.")
    check_can_run(by, placement.session.structure_id)
