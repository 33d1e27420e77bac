"""Who writes a plan, who brings evidence, who answers what is raised; the status of a measure. PostgreSQL says the
same of the former (`models.plans`, `plans_sql`)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from maillage.accounts.enums import Role
from maillage.governance.enums import EvidenceKind, MeasureStatus
from maillage.governance.rules.access import Standing
from maillage.permissions import Actor, Forbidden, can

LEADING = (Role.TEAM_LEADER, Role.ANIMATOR, Role.ADMINISTRATOR)


class Holder(NamedTuple):
    """Whose plan it is, or to whom something is raised: a structure, or a committee and what the actor is for it."""

    structure_id: int | None = None
    standing: Standing = Standing()


def leads(actor: Actor) -> bool:
    return actor.at_work and actor.has(*LEADING)


def check_can_write_plan(actor: Actor, holder: Holder) -> None:
    """Open, correct and publish it; adopt, correct and drop its measures; answer for its holder."""
    here = leads(actor) and actor.structure_id == holder.structure_id
    if not (here or (actor.signed_in and holder.standing.keeps)):
        raise Forbidden(
            "Un plan est écrit par les responsables de sa structure, ou par qui tient les travaux de son instance."
        )


def check_can_tell(actor: Actor, holder: Holder) -> None:
    """Bring evidence, and raise a measure to who can act."""
    here = actor.at_work and actor.structure_id == holder.structure_id
    if not (here or (actor.signed_in and holder.standing.inside)):
        raise Forbidden(
            "Seuls les professionnels de cette structure, ou les membres de cette instance, le disent."
        )


def check_can_raise_action(actor: Actor) -> None:
    if not actor.at_work:
        raise Forbidden("Les professionnels remontent une action depuis leur structure.")


can_write_plan = can(check_can_write_plan)
can_tell = can(check_can_tell)
can_raise_action = can(check_can_raise_action)


def status(
    due_on: date | None, dropped_on: date | None, told: Iterable[tuple[date, str]], today: date
) -> MeasureStatus:
    """`told`: the day and the kind of each evidence that counts. What is to come says nothing yet."""
    kinds = {kind for on, kind in told if on <= today}
    if dropped_on is not None and dropped_on <= today:
        return MeasureStatus.DROPPED
    if EvidenceKind.DONE in kinds:
        return MeasureStatus.HELD
    if due_on is not None and due_on < today:
        return MeasureStatus.LATE
    return MeasureStatus.ENGAGED if kinds else MeasureStatus.TO_START
