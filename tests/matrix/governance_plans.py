"""Recommendations, plans, measures, evidence, what is raised: the plan is of the worker's structure, unpublished."""

from datetime import date

from maillage.governance.models import Evidence, Measure, Plan, Raising, RecommendedAction
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
LEADERS, LEAD_SENT = "LFFOFOOFFFFLLO", "LFFOFOOFFFFLLO"
# The worker keeps the work of a committee of `governance_mandates`: a plan may be its own.
OF_HERE = "NNNOOOOONONNNN"
WRITERS, WRITTEN = "LNNOFOFFNFNLLN", "LNNRFRFFNFNLLN"
TELLERS = "LNNOOOOONONLLN"
SIGNED, WORKERS = "LOOOOOOOOOOLLO", "LFFOOOOOOOOLLO"
ONLY_READ, ONLY_POST = "LMMMMMMMMMMLLM", "LMMMMMMMMMMLLM"

EXPECTED: dict[str, Row] = {
    "governance:recommendations": Row(ALL, READ_ONLY),
    "governance:recommendation": Row(ALL, READ_ONLY, ("recommendation_number",)),
    "governance:adopt": Row(LEADERS, LEAD_SENT),
    "governance:roll_up": Row(ALL, READ_ONLY),
    "governance:roll_up_csv": Row(ALL, READ_ONLY),
    "governance:raise_action": Row(WORKERS, WORKERS, ("6.3",)),
    "governance:plans": Row(ALL, READ_ONLY),
    "governance:new_plan": Row(LEADERS, LEAD_SENT),
    "governance:plan": Row(OF_HERE, READ_ONLY, ("plan",)),
    "governance:plan_pdf": Row(OF_HERE, READ_ONLY, ("plan",)),
    "governance:correct_plan": Row(WRITERS, WRITERS, ("plan",)),
    "governance:publish_plan": Row(ONLY_POST, WRITTEN, ("plan",)),
    "governance:new_measure": Row(WRITERS, WRITERS, ("plan",)),
    "governance:correct_measure": Row(WRITERS, WRITERS, ("measure",)),
    "governance:new_evidence": Row(TELLERS, TELLERS, ("measure",)),
    "governance:drop_measure": Row(WRITERS, WRITERS, ("measure",)),
    "governance:take_up_measure": Row(ONLY_POST, WRITTEN, ("measure",)),
    "governance:raise_measure": Row(TELLERS, TELLERS, ("measure",)),
    "governance:withdraw_evidence": Row(ONLY_POST, "LNNRFRRFNFNLLN", ("evidence",)),
    "governance:raisings": Row(SIGNED, ONLY_READ),
    "governance:reply": Row(WRITERS, WRITERS, ("raising",)),
}


def lay_out(world) -> None:
    """The worker brought evidence to a measure, and raised it to their own direction."""
    worker, day = world.members["worker"].user, date(2026, 11, 1)
    world.recommendation_number = 6
    world.plan = Plan.objects.create(structure=world.here, title="Plan de Chinon", starts_on=day)
    action = RecommendedAction.objects.get(code="6.3")
    world.measure = Measure.objects.create(plan=world.plan, action=action, title=action.text)
    world.evidence = Evidence.objects.create(
        measure=world.measure, on=day, kind="progress", what="Une permanence", user=worker
    )
    world.raising = Raising.objects.create(
        measure=world.measure,
        action=action,
        subject=action.text,
        structure=world.here,
        to_structure=world.here,
        asked="Une salle",
        asked_by=worker,
        asked_on=day,
    )
