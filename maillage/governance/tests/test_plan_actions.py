"""Plans are opened, adopt, are told of, dropped, raised: what is refused, and what happens once when sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.audit.models import Entry
from maillage.governance.actions import plans as actions
from maillage.governance.actions import raisings
from maillage.governance.enums import MeasureStatus
from maillage.governance.models import Evidence, Measure, Plan, Raising
from maillage.governance.queries.plans import followed, holders, to_answer
from maillage.governance.queries.plans import plans as all_plans
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.governance.tests.plan_factories import an_action, make_evidence, make_measure, make_plan
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

TODAY = date.today()
pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    with become("maintenance"):
        return make_member(Role.TEAM_LEADER)


def told(**values):
    return {"title": "Notre plan", "kind": "own", "starts_on": TODAY, **values}


def evidence(**values):
    return {"on": TODAY, "kind": "progress", "what": "Première réunion", "link": "", **values}


def colleague_of(member, role=Role.SOCIAL_WORKER):
    with become("maintenance"):
        return actor_of(make_member(role, member.structure))


def test_a_leader_opens_a_plan_and_adopts(leader):
    by = actor_of(leader)
    with acting(by):
        assert holders(by) == [leader.structure]
        plan = actions.open_plan(by=by, holder=leader.structure, values=told())
        chosen = [an_action("6.3"), an_action("9.2"), an_action("6.3")]
        assert actions.adopt(by=by, plan=plan, actions=chosen, owner="Équipe", due_on=TODAY) == 2
        assert (
            actions.adopt(
                by=by, plan=plan, actions=[an_action("9.2"), an_action("1.6")], owner="", due_on=None
            )
            == 1
        )
        rows = [(one.action.code, one.position, one.owner) for one in plan.measures.all()]
    assert rows == [("6.3", 1, "Équipe"), ("9.2", 2, "Équipe"), ("1.6", 3, "")]
    verbs = (
        list(Entry.objects.filter(object_type__startswith="governance").values_list("verb", flat=True))
        if hasattr(Entry, "object_type")
        else []
    )
    assert verbs in ([], ["plan_opened", "actions_adopted", "actions_adopted"])


def test_two_plans_of_a_holder_never_bear_the_same_title(leader):
    by = actor_of(leader)
    with acting(by):
        actions.open_plan(by=by, holder=leader.structure, values=told())
        with pytest.raises(ValidationError) as refusal:
            actions.open_plan(by=by, holder=leader.structure, values=told())
        assert "déjà un plan de ce titre" in str(refusal.value)
        other = actions.open_plan(by=by, holder=leader.structure, values=told(title="Un autre"))
    assert other.pk


def test_whoever_does_not_lead_opens_nothing(leader):
    by = colleague_of(leader)
    with acting(by), pytest.raises(Forbidden):
        actions.open_plan(by=by, holder=leader.structure, values=told())
    elsewhere = make_structure()
    by = actor_of(leader)
    with acting(by), pytest.raises(Forbidden):
        actions.open_plan(by=by, holder=elsewhere, values=told())


def test_a_committee_has_a_plan_kept_by_its_keepers_and_told_by_its_members():
    with become("maintenance"):
        secretary, member = make_member(), make_member()
    committee = make_committee()
    make_duty(committee, secretary.user)
    make_seat(committee, user=member.user)
    by, inside = Actor(user_id=secretary.user_id), Actor(user_id=member.user_id)
    with acting(by):
        plan = actions.open_plan(by=by, holder=committee, values=told())
        measure = actions.add_measure(by=by, plan=plan, values={"title": "Installer l’espace éthique"})
    with acting(inside):
        seen = all_plans(inside).get()
        actions.add_evidence(by=inside, measure=measure, values=evidence())
        assert followed(inside, [seen])[seen.pk][0].status == MeasureStatus.ENGAGED
        with pytest.raises(Forbidden):
            actions.drop_measure(by=inside, measure=measure, why="Non")


def test_a_correction_over_somebody_else_s_is_refused(leader):
    by, plan = actor_of(leader), make_plan(leader.structure)
    with acting(by):
        actions.correct_plan(by=by, plan=plan, version=1, values={"title": "Mieux"})
        with pytest.raises(Forbidden):
            actions.correct_plan(by=by, plan=plan, version=1, values={"title": "Perdu"})
        measure = make_measure(plan)
        actions.correct_measure(by=by, measure=measure, version=1, values={"owner": "Accueil"})
        with pytest.raises(Forbidden):
            actions.correct_measure(by=by, measure=measure, version=1, values={"owner": "Perdu"})
        assert Plan.objects.get().title == "Mieux"


def test_plans_never_decline_each_other_in_a_circle(leader):
    by = actor_of(leader)
    national = make_plan(leader.structure, kind="national")
    regional = make_plan(leader.structure, parent=national)
    local = make_plan(leader.structure, parent=regional)
    with acting(by):
        for parent in (national, regional, local):
            with pytest.raises(ValidationError):
                actions.correct_plan(by=by, plan=national, version=1, values={"parent": parent})


def test_published_then_not(leader):
    by, plan = actor_of(leader), make_plan(leader.structure)
    for published in (True, True, False):
        with acting(by):
            actions.publish_plan(by=by, plan=plan, published=published)
            plan.refresh_from_db()
        assert (plan.published_on is not None) is published
    assert plan.version == 3


def test_the_same_evidence_told_twice_is_one(leader):
    by, measure = colleague_of(leader), make_measure(make_plan(leader.structure))
    with acting(by):
        first = actions.add_evidence(by=by, measure=measure, values=evidence())
        again = actions.add_evidence(by=by, measure=measure, values=evidence())
        assert first.pk == again.pk
        with pytest.raises(ValidationError):
            actions.add_evidence(by=by, measure=measure, values=evidence(on=TODAY + timedelta(days=1)))


def test_evidence_withdrawn_no_longer_counts_and_may_be_told_again(leader):
    author, measure = colleague_of(leader), make_measure(make_plan(leader.structure))
    with acting(author):
        told_once = actions.add_evidence(by=author, measure=measure, values=evidence(kind="done"))
    other = colleague_of(leader)
    with acting(other), pytest.raises(Forbidden):
        actions.withdraw_evidence(by=other, evidence=told_once)
    by = actor_of(leader)
    with acting(by):
        actions.withdraw_evidence(by=by, evidence=told_once)
        (shown,) = followed(by, [measure.plan])[measure.plan_id]
        assert shown.status == MeasureStatus.TO_START
        actions.add_evidence(by=by, measure=measure, values=evidence(kind="done"))
        (shown,) = followed(by, [measure.plan])[measure.plan_id]
    assert shown.status == MeasureStatus.HELD


def test_a_measure_is_dropped_with_a_reason_and_taken_up_again(leader):
    by, measure = actor_of(leader), make_measure(make_plan(leader.structure))
    with acting(by), pytest.raises(Exception):  # noqa: B017
        actions.drop_measure(by=by, measure=measure, why="  ")
    with acting(by):
        actions.drop_measure(by=by, measure=measure, why="Plus de local")
        measure.refresh_from_db()
        with pytest.raises(Forbidden):
            actions.add_evidence(by=by, measure=measure, values=evidence())
        actions.take_up_measure(by=by, measure=measure)
        measure.refresh_from_db()
        assert measure.dropped_on is None
        make_evidence(measure, leader.user, kind="done")
        with pytest.raises(Forbidden):
            actions.drop_measure(by=by, measure=measure, why="Trop tard")


def test_late_comes_first_then_the_nearest(leader):
    by, plan = actor_of(leader), make_plan(leader.structure)
    due = {"Plus tard": 30, "En retard": -1, "Bientôt": 3}
    for title, days in due.items():
        make_measure(plan, title=title, due_on=TODAY + timedelta(days=days))
    make_evidence(make_measure(plan, title="Tenue"), leader.user, kind="done")
    make_measure(plan, title="Sans date")
    with acting(by):
        titles = [one.measure.title for one in followed(by, [plan])[plan.pk]]
    assert titles == ["En retard", "Bientôt", "Plus tard", "Sans date", "Tenue"]


def test_raised_to_one_s_own_direction_and_answered_once(leader):
    worker, by = colleague_of(leader), actor_of(leader)
    with acting(worker):
        asked = {"action": an_action("2.1"), "to": leader.structure, "asked": "Moins de saisies"}
        raising = raisings.raise_action(by=worker, **asked)
        with pytest.raises(Forbidden):
            raisings.raise_action(by=worker, **asked)
        with pytest.raises(Forbidden):
            raisings.reply_to(by=worker, raising=raising, reply="Oui")
        assert list(to_answer(worker)) == []
    with acting(by):
        assert list(to_answer(by)) == [raising]
        raisings.reply_to(by=by, raising=raising, reply="Deux saisies de moins en janvier")
        with pytest.raises(Forbidden):
            raisings.reply_to(by=by, raising=raising, reply="Non")
    with acting(worker):
        raising.refresh_from_db()
        assert raising.reply == "Deux saisies de moins en janvier"
        raisings.raise_action(by=worker, **asked)


def test_a_measure_is_raised_to_a_committee(leader):
    with become("maintenance"):
        secretary = make_member()
    committee, worker = make_committee(), colleague_of(leader)
    make_duty(committee, secretary.user)
    measure = make_measure(make_plan(leader.structure), "8.8")
    with acting(worker):
        raising = raisings.raise_measure(by=worker, measure=measure, to=committee, asked="Un poste")
        assert (raising.subject, raising.action.code, raising.origin) == (
            measure.title,
            "8.8",
            str(leader.structure),
        )
    keeper = Actor(user_id=secretary.user_id)
    with acting(keeper):
        assert not Measure.objects.exists()
        raisings.reply_to(by=keeper, raising=to_answer(keeper).get(), reply="Inscrit à l’ordre du jour")
    own = make_measure(make_plan(committee=committee))
    with acting(keeper), pytest.raises(Forbidden):
        raisings.raise_measure(by=keeper, measure=own, to=committee, asked="À nous-mêmes")


def at_once(by, act, times=4):
    """The same act by several workers at the same moment, each with its own connection; how many were refused."""
    barrier = Barrier(times)

    def run(_):
        try:
            barrier.wait(timeout=20)
            with acting(by):
                act()
        except (Forbidden, ValidationError):
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_at_once_each_thing_is_written_once(leader):
    by, structure = actor_of(leader), leader.structure
    plan = make_plan(structure)
    chosen = [an_action(code) for code in ("6.3", "9.2", "1.6")]
    told_of = {"plan": plan, "actions": chosen, "owner": "", "due_on": None}
    assert at_once(by, lambda: actions.adopt(by=by, **told_of)) == 0
    with become("maintenance"):
        assert list(Measure.objects.values_list("action__code", "position")) == [
            ("6.3", 1),
            ("9.2", 2),
            ("1.6", 3),
        ]
        measure = Measure.objects.select_related("plan__structure", "plan__committee", "action").first()
    assert at_once(by, lambda: actions.add_evidence(by=by, measure=measure, values=evidence())) == 0
    assert at_once(by, lambda: actions.open_plan(by=by, holder=structure, values=told())) == 3
    asked = {"measure": measure, "to": structure, "asked": "Un bureau"}
    assert at_once(by, lambda: raisings.raise_measure(by=by, **asked)) == 3
    with become("maintenance"):
        raising = Raising.objects.get()
    assert at_once(by, lambda: raisings.reply_to(by=by, raising=raising, reply="Oui")) == 3
    with become("maintenance"):
        assert (Evidence.objects.count(), Plan.objects.count()) == (1, 2)
