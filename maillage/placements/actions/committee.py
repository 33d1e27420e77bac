"""Round 3 where a session names a committee: one decision of a meeting, with its quorum, settles several proposals."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.governance.actions.decisions import record_decision
from maillage.governance.actions.gatherings import add_item
from maillage.governance.enums import DecisionKind, ItemNature
from maillage.governance.models import AgendaItem, Decision, Gathering
from maillage.governance.rules import Voices
from maillage.permissions import Actor, Forbidden
from maillage.placements.actions.rounds import settle
from maillage.placements.actions.sessions import locked
from maillage.placements.enums import Outcome
from maillage.placements.models import Arbitration, Session

NO_COMMITTEE = "Cette session n’a pas d’instance d’arbitrage\u00a0: deux personnes décident."
NO_SITTING = "Choisissez une séance de l’instance d’arbitrage, où les présences sont notées."
NOTHING = "Choisissez ce qui est décidé pour au moins une proposition."
MOVED = "Une de ces propositions vient d’être décidée ou a changé\u00a0: relisez la liste."
NOT_ADOPTED = (
    "L’instance n’a pas adopté cette décision\u00a0: rien n’est noté, les propositions attendent toujours."
)
REASONS = "Écrivez les raisons de l’instance."
NAMED = "Ne nommez personne ici\u00a0: cette décision peut être lue par tous."
ELSEWHERE = "Ce point est à l’ordre du jour d’une autre séance."


class Verdict(NamedTuple):
    """`why`: needed to refuse."""

    outcome: str
    why: str = ""


@transaction.atomic
def decide_together(
    *,
    by: Actor,
    session: Session,
    gathering: Gathering,
    verdicts: Mapping[int, Verdict],
    reasons: str,
    voices: Mapping[int, Voices],
    item: AgendaItem | None = None,
) -> Decision:
    """`verdicts` by proposal; all of them or none. `item`: the point of that meeting's agenda, from which members may have
    stepped aside; a new one otherwise. The decision names no student."""
    row = locked(by, session)
    if row.committee_id is None:
        raise Forbidden(NO_COMMITTEE)
    if gathering.committee_id != row.committee_id:
        raise Forbidden(NO_SITTING)
    waiting = _waiting(row, verdicts)
    _check_reasons(reasons, verdicts, waiting)
    point = item or add_item(by=by, gathering=gathering, values=_point(row))
    if point.gathering_id != gathering.pk:
        raise Forbidden(ELSEWHERE)
    decision = _recorded(by, row, point, verdicts, reasons, voices)
    for one in waiting:
        settle(by, row, one, *verdicts[one.pk], decision=decision)
    record(by, "arbitrations_decided_together", row, decision=decision.pk, proposals=len(waiting))
    return decision


def _waiting(session: Session, verdicts: Mapping[int, Verdict]) -> list[Arbitration]:
    rows = Arbitration.objects.select_for_update(of=("self",)).select_related("candidate", "seat")
    found = list(rows.filter(session=session, outcome="", pk__in=verdicts).order_by("pk"))
    if not verdicts:
        raise Forbidden(NOTHING)
    if len(found) != len(verdicts):
        raise Forbidden(MOVED)
    return found


def _check_reasons(reasons: str, verdicts: Mapping[int, Verdict], waiting: list[Arbitration]) -> None:
    if not reasons.strip():
        raise ValidationError({"reasons": REASONS})
    if any(one.candidate.name.casefold() in reasons.casefold() for one in waiting):
        raise ValidationError({"reasons": NAMED})
    for key, one in verdicts.items():
        if one.outcome == Outcome.REFUSED and not one.why.strip():
            raise ValidationError({f"why_{key}": "Dites pourquoi l’instance refuse."})


def _point(session: Session) -> dict[str, str]:
    return {"title": f"Arbitrages\u00a0: {session.title}"[:200], "nature": ItemNature.DECISION}


def _recorded(
    by: Actor, session: Session, item: AgendaItem, verdicts: Mapping[int, Verdict], reasons: str, voices: Mapping[int, Voices]
) -> Decision:  # fmt: skip
    text = f"{_point(session)['title']}. {_counted(verdicts)}\n\n{reasons.strip()}"
    told = {"kind": DecisionKind.DECIDE, "text": text}
    decision = record_decision(by=by, item=item, values=told, voices=voices)
    if not decision.adopted:
        raise Forbidden(NOT_ADOPTED)
    return decision


def _counted(verdicts: Mapping[int, Verdict]) -> str:
    """Numbers alone: a decision may be read by everybody."""
    confirmed = sum(one.outcome == Outcome.CONFIRMED for one in verdicts.values())
    return f"Propositions confirmées\u00a0: {confirmed}. Refusées\u00a0: {len(verdicts) - confirmed}."
