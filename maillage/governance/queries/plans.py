"""Plans, the status of their measures, what was raised to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from maillage.directory.models import Structure
from maillage.governance.enums import KEEPING, MeasureStatus
from maillage.governance.models import Committee, Evidence, Measure, Plan, Raising
from maillage.governance.queries.committees import standing
from maillage.governance.rules import Holder, access, leads, status
from maillage.permissions import Actor

ORDER = (
    MeasureStatus.LATE,
    MeasureStatus.ENGAGED,
    MeasureStatus.TO_START,
    MeasureStatus.HELD,
    MeasureStatus.DROPPED,
)


@dataclass(frozen=True)
class FollowedMeasure:
    measure: Measure
    status: MeasureStatus
    evidence: list[Evidence]
    raisings: list[Raising]


def plans(actor: Actor) -> QuerySet[Plan]:
    rows = Plan.objects.visible_to(actor).select_related("structure", "committee", "territory", "parent")
    return rows.order_by("title", "pk")


def own(actor: Actor) -> QuerySet[Plan]:
    """Those of the structure where one works and of one's committees."""
    return plans(actor).filter(_held(actor))


def _held(actor: Actor, prefix: str = "") -> Q:
    if not actor.signed_in:
        return Q(pk__in=[])
    committees = Q(**{f"{prefix}committee__in": access.seats_of(actor)}) | Q(
        **{f"{prefix}committee__in": access.duties_of(actor)}
    )
    here = Q(**{f"{prefix}structure_id": actor.structure_id}) if actor.at_work else Q(pk__in=[])
    return committees | here


def _led(actor: Actor, prefix: str = "") -> Q:
    """Rows that one writes, or answers, for a structure or a committee."""
    kept = (
        Q(**{f"{prefix}committee__in": access.duties_of(actor, *KEEPING)})
        if actor.signed_in
        else Q(pk__in=[])
    )
    return kept | Q(**{f"{prefix}structure_id": actor.structure_id}) if leads(actor) else kept


def written(actor: Actor) -> QuerySet[Plan]:
    """Those that this actor may add measures to."""
    return plans(actor).filter(_led(actor))


def holders(actor: Actor) -> list[Structure | Committee]:
    """For whom this actor may open a plan: the structure they lead, the committees whose work they keep."""
    kept = access.duties_of(actor, *KEEPING) if actor.signed_in else []
    committees = list(Committee.objects.visible_to(actor).filter(pk__in=kept))
    here = Structure.objects.filter(pk=actor.structure_id or 0) if leads(actor) else []
    return [*here, *committees]


def holder_of(actor: Actor, row: Plan | Raising) -> Holder:
    """Whose plan, or who raised it, and what the actor is for them."""
    return _holder(actor, row.structure_id, row.committee)


def target_of(actor: Actor, raising: Raising) -> Holder:
    return _holder(actor, raising.to_structure_id, raising.to_committee)


def _holder(actor: Actor, structure_id: int | None, committee: Committee | None) -> Holder:
    return Holder(structure_id, standing(actor, committee)) if committee else Holder(structure_id)


def measures(actor: Actor) -> QuerySet[Measure]:
    rows = Measure.objects.visible_to(actor)
    return rows.select_related("plan__structure", "plan__committee", "action__recommendation")


def followed(actor: Actor, of: Iterable[Plan]) -> dict[int, list[FollowedMeasure]]:
    """By plan, its measures: late first, then the nearest; a constant number of queries."""
    told = Prefetch("evidence", Evidence.objects.visible_to(actor).select_related("user"))
    raised = Prefetch("raisings", raisings(actor))
    found: dict[int, list[FollowedMeasure]] = {}
    for measure in measures(actor).filter(plan__in=list(of)).prefetch_related(told, raised):
        found.setdefault(measure.plan_id, []).append(_followed(measure))
    return {plan: sorted(rows, key=_rank) for plan, rows in found.items()}


def statuses(actor: Actor, of: Iterable[Plan]) -> dict[int, list[MeasureStatus]]:
    """By plan, where each of its measures is, in two queries: a list counts them and says no more."""
    rows = Measure.objects.visible_to(actor).filter(plan__in=list(of)).order_by()
    listed = list(rows.values_list("pk", "plan_id", "due_on", "dropped_on"))
    told: dict[int, list[tuple[date, str]]] = {}
    proofs = Evidence.objects.visible_to(actor).filter(
        measure__in=[row[0] for row in listed], withdrawn_on=None
    )
    for measure, on, kind in proofs.order_by().values_list("measure_id", "on", "kind"):
        told.setdefault(measure, []).append((on, kind))
    found: dict[int, list[MeasureStatus]] = {}
    today = timezone.localdate()
    for pk, plan, due_on, dropped_on in listed:
        found.setdefault(plan, []).append(status(due_on, dropped_on, told.get(pk, []), today))
    return found


def _followed(measure: Measure) -> FollowedMeasure:
    evidence = list(measure.evidence.all())
    return FollowedMeasure(measure, status_of(measure, evidence), evidence, list(measure.raisings.all()))


def status_of(measure: Measure, evidence: Iterable[Evidence]) -> MeasureStatus:
    told = [(one.on, one.kind) for one in evidence if one.withdrawn_on is None]
    return status(measure.due_on, measure.dropped_on, told, timezone.localdate())


def _rank(one: FollowedMeasure) -> tuple[int, date, int]:
    return ORDER.index(one.status), one.measure.due_on or date.max, one.measure.position


def raisings(actor: Actor) -> QuerySet[Raising]:
    named = ("structure", "committee", "to_structure", "to_committee", "action__recommendation")
    return Raising.objects.visible_to(actor).select_related(*named, "replied_by", "asked_by")


def raised_to(actor: Actor) -> QuerySet[Raising]:
    return raisings(actor).filter(_held(actor, "to_"))


def raised_by(actor: Actor) -> QuerySet[Raising]:
    return raisings(actor).filter(_held(actor))


def to_answer(actor: Actor) -> QuerySet[Raising]:
    """What waits for this actor's own reply."""
    return raisings(actor).filter(_led(actor, "to_"), replied_on=None)
