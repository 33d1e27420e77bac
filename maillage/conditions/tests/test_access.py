"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, make_user
from maillage.conditions import models
from maillage.conditions.rules import visible
from maillage.conditions.tests import factories as make
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = [getattr(models, name) for name in models.__all__]


@pytest.fixture
def world(team):
    """A row of each table in both structures; alerts to the leader and to a mate."""
    for leader, worker in ((team.leader, team.worker), (team.far_leader, team.stranger)):
        make.make_week(worker)
        make.make_plan(leader)
        make.make_analysis(leader, worker)
        make.make_arrival_plan(leader)
        make.make_job(worker)
        make.make_period(worker)
        make.make_proposal(worker)
        make.make_expertise(worker)
    arrival = make.make_arrival(team.leader, team.newcomer, team.mate)
    make.make_step(arrival)
    make.make_feedback(arrival)
    for reader in (team.leader, team.mate):
        make.make_reply(make.make_alert(team.worker, reader), reader)
    with become("maintenance"):
        outsider = make_user()
    actors = {name: actor_of(member) for name, member in team.members.items()}
    return actors | {"outsider": Actor(user_id=outsider.pk), "nobody": ANONYMOUS}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for name, actor in world.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def counted(actor):
    tables = (
        models.WeekTime,
        models.Alert,
        models.AlertReply,
        models.JobVersion,
        models.Arrival,
        models.Presence,
    )
    with acting(actor):
        return tuple(model.objects.count() for model in tables)


def test_a_leader_reads_no_week_and_no_alert_of_another(world):
    """Weeks, alerts, replies, job descriptions, arrivals, presences."""
    assert {name: counted(actor) for name, actor in world.items()} == {
        "worker": (1, 2, 2, 1, 0, 1),
        "mate": (0, 1, 1, 0, 1, 0),
        "newcomer": (0, 0, 0, 0, 1, 0),
        "leader": (0, 1, 1, 1, 1, 1),
        "student": (0, 0, 0, 0, 0, 0),
        "stranger": (1, 0, 0, 1, 0, 1),
        "far_leader": (0, 0, 0, 1, 0, 1),
        "outsider": (0, 0, 0, 0, 0, 0),
        "nobody": (0, 0, 0, 0, 0, 0),
    }


def refused(actor, rows, **changes) -> bool:
    """PostgreSQL changes no row, or says no."""
    try:
        with transaction.atomic(), acting(actor):
            changed = rows.update(**changes)
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return changed == 0


def test_nobody_signs_for_another_by_sql(team):
    row = make.make_job(team.worker, team.leader)
    rows, now = models.JobVersion.objects.filter(pk=row.pk), timezone.now()
    as_leader = {"leader_signed_at": now, "leader_id": team.leader.user_id}
    assert refused(team.leader_actor, rows, worker_signed_at=now)
    assert refused(team.worker_actor, rows, **as_leader)
    assert refused(team.stranger_actor, rows, worker_signed_at=now)
    assert not refused(team.worker_actor, rows, worker_signed_at=now)
    assert not refused(team.leader_actor, rows, **as_leader)


def test_a_signed_text_does_not_change_by_sql(team):
    row = make.make_job(team.worker, team.leader, worker_signed_at=timezone.now())
    rows = models.JobVersion.objects.filter(pk=row.pk)
    assert refused(team.leader_actor, rows, mission="Autre chose")
    assert refused(team.leader_actor, rows, mission="Autre chose", digest="0" * 64)
    with become("maintenance"):
        rows.update(leader_signed_at=timezone.now(), leader_id=team.leader.user_id)
    assert refused(team.worker_actor, rows, worker_signed_at=None)


def test_a_proposal_is_answered_once_and_by_who_leads(team):
    row = make.make_proposal(team.worker)
    rows, today = models.Proposal.objects.filter(pk=row.pk), timezone.localdate()
    told = {"verdict": "accepted", "answer": "Oui", "decided_on": today}
    assert refused(team.worker_actor, rows, **told, decided_by_id=team.worker.user_id)
    assert refused(team.far_leader_actor, rows, **told, decided_by_id=team.far_leader.user_id)
    assert refused(team.leader_actor, rows, **told, decided_by_id=team.worker.user_id)
    assert not refused(team.leader_actor, rows, **told, decided_by_id=team.leader.user_id)


def inserted(actor, model, **told) -> bool:
    try:
        with transaction.atomic(), acting(actor):
            model.objects.create(**told)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_nobody_notes_the_week_of_another(team):
    told = {"structure_id": team.here.pk, "monday": make.MONDAY, "face": 10}
    assert inserted(team.worker_actor, models.WeekTime, user_id=team.worker.user_id, **told)
    assert not inserted(team.leader_actor, models.WeekTime, user_id=team.worker.user_id, **told)
    assert not inserted(team.student_actor, models.WeekTime, user_id=team.student.user_id, **told)


def test_only_the_newcomer_says_how_it_goes(team):
    arrival = make.make_arrival(team.leader, team.newcomer, team.mate)
    told = {"arrival_id": arrival.pk, "month": 1, "words": "Bien"}
    assert inserted(team.newcomer_actor, models.Feedback, **told)
    assert not inserted(team.leader_actor, models.Feedback, **told)
    assert not inserted(team.mate_actor, models.Feedback, **told)


def test_practice_analysis_holds_no_words():
    """Who leads it and the days are the only text and dates: no column could hold what was said."""
    columns = {
        field.name: field.get_internal_type()
        for model in (models.Analysis, models.Presence)
        for field in model._meta.concrete_fields
    }
    assert {name for name, kind in columns.items() if kind in ("TextField", "CharField", "JSONField")} == {
        "facilitator"
    }
