"""Round 3 where a session names a committee: one decision of a meeting, with its quorum, settles several proposals."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.governance.actions.decisions import record_decision
from maillage.governance.actions.gatherings import add_item
from maillage.governance.enums import DecisionKind, ItemNature
from maillage.governance.models import Decision, Gathering
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
) -> Decision:
    """`verdicts` by proposal; all of them or none. The decision is on the agenda of that meeting and names no student."""
    row = locked(by, session)
    if row.committee_id is None:
        raise Forbidden(NO_COMMITTEE)
    if gathering.committee_id != row.committee_id:
        raise Forbidden(NO_SITTING)
    waiting = _waiting(row, verdicts)
    _check_reasons(reasons, verdicts)
    decision = _recorded(by, row, gathering, verdicts, reasons, voices)
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


def _check_reasons(reasons: str, verdicts: Mapping[int, Verdict]) -> None:
    if not reasons.strip():
        raise ValidationError({"reasons": REASONS})
    for key, one in verdicts.items():
        if one.outcome == Outcome.REFUSED and not one.why.strip():
            raise ValidationError({f"why_{key}": "Dites pourquoi l’instance refuse."})


def _recorded(
    by: Actor, session: Session, gathering: Gathering, verdicts: Mapping[int, Verdict], reasons: str, voices: Mapping[int, Voices]
) -> Decision:  # fmt: skip
    title = f"Arbitrages\u00a0: {session.title}"[:200]
    item = add_item(by=by, gathering=gathering, values={"title": title, "nature": ItemNature.DECISION})
    text = f"{title}. {_counted(verdicts)}\n\n{reasons.strip()}"
    told = {"kind": DecisionKind.DECIDE, "text": text}
    decision = record_decision(by=by, item=item, values=told, voices=voices)
    if not decision.adopted:
        raise Forbidden(NOT_ADOPTED)
    return decision


def _counted(verdicts: Mapping[int, Verdict]) -> str:
    """Numbers alone: a decision may be read by everybody."""
    confirmed = sum(one.outcome == Outcome.CONFIRMED for one in verdicts.values())
    return f"Propositions confirmées\u00a0: {confirmed}. Refusées\u00a0: {len(verdicts) - confirmed}."
