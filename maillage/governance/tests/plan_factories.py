"""Plans, measures and evidence without surprises."""

from datetime import date
from itertools import count

from maillage.accounts.tests.factories import LONG_AGO
from maillage.governance.models import Evidence, Measure, Plan, Raising, RecommendedAction
from tests.plugin import become

numbers = count(1)


def an_action(code="6.3"):
    return RecommendedAction.objects.get(code=code)


def make_plan(structure=None, committee=None, published=False, **told):
    told = {"title": f"Plan {next(numbers)}", "starts_on": LONG_AGO, **told}
    on = LONG_AGO if published else None
    with become("maintenance"):
        return Plan.objects.create(structure=structure, committee=committee, published_on=on, **told)


def make_measure(plan, code="", **told):
    action = an_action(code) if code else None
    told = {"title": action.text if action else f"Mesure {next(numbers)}", **told}
    with become("maintenance"):
        return Measure.objects.create(plan=plan, action=action, **told)


def make_evidence(measure, user, on=LONG_AGO, kind="progress", **told):
    told = {"what": f"Fait {next(numbers)}", **told}
    with become("maintenance"):
        return Evidence.objects.create(measure=measure, user=user, on=on, kind=kind, **told)


def make_raising(measure, user, to_structure=None, to_committee=None, **told):
    plan = measure.plan
    held = {"structure": plan.structure, "committee": plan.committee}
    about = {"subject": measure.title, "asked": "Aidez-nous", "asked_on": date.today(), "asked_by": user}
    told = {**held, **about, "to_structure": to_structure, "to_committee": to_committee, **told}
    with become("maintenance"):
        return Raising.objects.create(measure=measure, action=measure.action, **told)
