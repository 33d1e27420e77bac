"""What `rules.visible` says of plans and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

from datetime import date

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import LONG_AGO, actor_of, make_member, make_structure, make_user
from maillage.governance.enums import DutyKind
from maillage.governance.models import Evidence, Measure, Plan, Raising, Recommendation, RecommendedAction
from maillage.governance.queries import plans as queries
from maillage.governance.rules import can_tell, can_write_plan
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.governance.tests.parity import differences, succeeds
from maillage.governance.tests.plan_factories import make_evidence, make_measure, make_plan, make_raising
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Evidence, Measure, Plan, Raising, Recommendation, RecommendedAction)
NAMES = (
    "leader",
    "worker",
    "neighbour",
    "secretary",
    "member",
    "correspondent",
    "former",
    "outsider",
    "nobody",
)


@pytest.fixture(scope="module")
def world(whole_module):
    """One plan published and one not, for a structure and for a committee; a measure, evidence, a raising in each."""
    with become("maintenance"):
        here, next_door = make_structure(), make_structure()
        leader, worker = make_member(Role.TEAM_LEADER, here), make_member(Role.SOCIAL_WORKER, here)
        neighbour = make_member(Role.TEAM_LEADER, next_door)
        secretary, member, correspondent, former, outsider = (make_user() for _ in range(5))
    committee = make_committee(publicity="members")
    make_duty(committee, secretary)
    make_duty(committee, correspondent, DutyKind.CORRESPONDENT)
    make_seat(committee, user=member)
    make_seat(committee, user=former, ends_on=date(2025, 1, 1))
    for published in (True, False):
        for held in ({"structure": here}, {"committee": committee}):
            measure = make_measure(make_plan(published=published, **held), "6.3")
            make_evidence(measure, worker.user)
            other = {"to_committee": committee} if "structure" in held else {"to_structure": here}
            make_raising(measure, worker.user, **other)
            make_raising(measure, worker.user, to_structure=next_door)
    whole = [actor_of(one) for one in (leader, worker, neighbour)]
    whole += [Actor(user_id=one.pk) for one in (secretary, member, correspondent, former, outsider)]
    return dict(zip(NAMES, [*whole, ANONYMOUS], strict=True))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, world) == {}


def counted(actor):
    with acting(actor):
        return (
            Plan.objects.count(),
            Measure.objects.count(),
            Evidence.objects.count(),
            Raising.objects.count(),
        )


def test_what_each_reads(world):
    """Plans, measures, evidence, raisings: what is published for all, the rest for its holder; raisings for both ends."""
    read = {name: counted(actor) for name, actor in world.items()}
    assert read == {
        "leader": (3, 3, 3, 6),
        "worker": (3, 3, 3, 6),
        "neighbour": (2, 2, 2, 4),
        "secretary": (3, 3, 3, 6),
        "member": (3, 3, 3, 6),
        "correspondent": (3, 3, 3, 6),
        "former": (2, 2, 2, 0),
        "outsider": (2, 2, 2, 0),
        "nobody": (2, 2, 2, 0),
    }


def test_postgresql_lets_write_those_whom_the_rules_let_write(world):
    """On each plan one sees: its row, its measures, evidence brought in one's own name."""
    for name, actor in world.items():
        with acting(actor):
            for plan in Plan.objects.select_related("committee"):
                holder = queries.holder_of(actor, plan)
                writes, tells = can_write_plan(actor, holder), can_tell(actor, holder)
                assert (name, written(plan, actor)) == (name, (writes, writes, writes, tells))


def written(plan, actor):
    return (
        succeeds(Plan.objects.filter(pk=plan.pk).update, title="autre"),
        succeeds(Measure.objects.create, plan=plan, title="Autre"),
        succeeds(Measure.objects.filter(plan=plan).update, title="autre"),
        succeeds(tell, plan.measures.get(), actor),
    )


def tell(measure, actor):
    told = {"on": LONG_AGO, "kind": "done", "what": "Fait"}
    return Evidence.objects.create(measure=measure, user_id=actor.user_id or 0, **told)


def test_nobody_speaks_in_the_name_of_somebody_else(world):
    leader, worker = world["leader"], world["worker"]
    with acting(leader):
        measure = Measure.objects.filter(plan__structure_id=leader.structure_id).first()
        assert not succeeds(tell, measure, worker)
        plan = measure.plan
        asked = {"subject": "x", "asked": "x", "asked_on": LONG_AGO, "to_structure_id": plan.structure_id}
        raised = {"measure": measure, "structure": plan.structure, "action_id": None, **asked}
        assert succeeds(Raising.objects.create, asked_by_id=leader.user_id, **raised)
        assert not succeeds(Raising.objects.create, asked_by_id=worker.user_id, **raised)


def test_only_who_leads_the_target_replies_and_once(world):
    told = {"reply": "Oui", "replied_on": LONG_AGO}
    done = {}
    for name, actor in world.items():
        with acting(actor):
            rows = Raising.objects.filter(pk__in=queries.raised_to(actor).values("pk"))
            done[name] = succeeds(rows.update, replied_by_id=actor.user_id, **told)
    assert {name for name, replied in done.items() if replied} == {"leader", "neighbour", "secretary"}
    with acting(world["neighbour"]) as neighbour:
        open_ = Raising.objects.filter(pk__in=queries.raised_to(neighbour).values("pk"))
        assert not succeeds(open_.update, asked="autre chose", replied_by_id=neighbour.user_id, **told)
        mine = Raising.objects.filter(to_structure_id=world["neighbour"].structure_id)
        assert mine.update(replied_by_id=world["neighbour"].user_id, **told) == 4
        assert mine.update(reply="autre chose") == 0


def test_evidence_is_withdrawn_and_otherwise_never_changes(world):
    worker, neighbour = world["worker"], world["neighbour"]
    with acting(worker):
        rows = Evidence.objects.filter(measure__plan__structure_id=worker.structure_id)
        assert not succeeds(rows.update, what="autre chose")
        assert succeeds(rows.update, withdrawn_on=LONG_AGO)
    with acting(neighbour):
        assert Evidence.objects.update(withdrawn_on=LONG_AGO) == 0


@pytest.mark.parametrize("model", [Evidence, Measure, Plan, Raising], ids=lambda model: model.__name__)
def test_nothing_is_ever_deleted(world, model):
    with acting(world["leader"]):
        assert not succeeds(model.objects.all()._raw_delete, "default")
