"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_user
from maillage.directory.tests.offer import make_service
from maillage.people.models import Conflict
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from maillage.reception.models import Irritant, Orientation, Reception, Task, TaskType
from maillage.reception.rules import can_entrust, can_receive, visible
from maillage.reception.tests.factories import (
    DUE,
    THEME,
    make_irritant,
    make_orientation,
    make_reception,
    make_task,
    make_type,
    type_of,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Irritant, Orientation, Reception, Task, TaskType)
STATES = ("open", "taken", "asked", "done", "withdrawn")


@pytest.fixture
def world(team):
    """A task of each state about Samira; receptions, one joined; of both structures. One agent is kept out of her file."""
    with become("maintenance"):
        rights = make_member(Role.RIGHTS_LEAD, team.here)
        partner = make_member(Role.SOCIAL_WORKER)
        give(team.samira, partner, "home")
        kept_out = make_member(Role.RECEPTION, team.here)
        Conflict.objects.create(
            person=team.samira, agent_id=kept_out.user_id, reason="x", by_id=team.worker.user_id
        )
        paul = make_person("Paul", "Roy")
        attach(team.agent, paul, worker=False)
        far = make_person("Zoé", "Lin")
        attach(team.stranger, far)
        service = make_service(team.elsewhere)
    for state in STATES:
        make_task(team.worker, team.samira, **state_of(state, team.agent))
    make_task(team.stranger, far, team.far_agent)
    first, joined = make_reception(team.agent), make_reception(team.agent, person=paul, joined_on=DUE)
    hers = make_reception(team.agent, person=team.samira, joined_on=DUE)
    away = make_reception(team.far_agent)
    for one in (first, joined, hers, away):
        make_orientation(one, service)
    for one in (team.worker, team.stranger):
        make_type(one)
        make_irritant(one)
    members = {**vars(team), "rights": rights, "partner": partner, "kept_out": kept_out}
    names = ("worker", "mate", "colleague", "agent", "other_agent", "leader", "stranger", "far_agent")
    actors = {name: actor_of(members[name]) for name in (*names, "rights", "partner", "kept_out")}
    with become("maintenance"):
        outsider = make_user()
    actors |= {"person": Actor(person_id=team.samira.pk), "outsider": Actor(user_id=outsider.pk)}
    return {**actors, "nobody": ANONYMOUS}


def state_of(state, agent):
    told = {"state": state}
    if state not in ("open", "withdrawn"):
        told["taken_by_id"] = agent.user_id
    if state in ("done", "withdrawn"):
        told["ended_on"] = date(2026, 9, 1)
    return told


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for name, actor in world.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def counted(actor):
    with acting(actor):
        return tuple(model.objects.count() for model in (Task, Reception, Orientation, Irritant))


def test_what_each_reads(world):
    """Tasks, receptions, orientations, irritants: an agent reads the three tasks under way, the team all five."""
    assert {name: counted(actor) for name, actor in world.items()} == {
        "worker": (5, 3, 3, 0),
        "mate": (5, 3, 3, 0),
        "colleague": (0, 2, 2, 0),
        "agent": (3, 2, 2, 0),
        "other_agent": (3, 2, 2, 0),
        "kept_out": (0, 2, 2, 0),
        "rights": (0, 3, 3, 0),
        "leader": (0, 0, 0, 1),
        "stranger": (1, 1, 1, 0),
        "far_agent": (1, 1, 1, 0),
        "partner": (0, 0, 0, 0),
        "person": (5, 1, 1, 0),
        "outsider": (0, 0, 0, 0),
        "nobody": (0, 0, 0, 0),
    }


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(found)


def test_only_who_follows_somebody_entrusts_and_only_what_can_be(world, team):
    kind, kept = type_of(), type_of("evaluation")
    for name, actor in world.items():
        told = {
            "person_id": team.samira.pk,
            "structure_id": actor.structure_id,
            "author_id": actor.user_id or 0,
        }
        told |= {"kind": kind, "title": "x", "who": "x", "needs": "x", "due_on": DUE}
        with acting(actor):
            expected = can_entrust(actor, team.samira.pk)
            made = succeeds(Task.objects.create, **told)
            assert (name, made) == (name, expected)
            assert not succeeds(Task.objects.create, **{**told, "kind": kept})
            assert not succeeds(Task.objects.create, **{**told, "author_id": team.mate.user_id + 10_000})
    assert {name for name, actor in world.items() if entrusts(actor, team)} == {"worker", "mate"}


def entrusts(actor, team):
    with acting(actor):
        return can_entrust(actor, team.samira.pk)


def test_who_takes_a_task(world):
    told = {}
    for name, actor in world.items():
        with acting(actor):
            rows = Task.objects.filter(state="open")
            told[name] = succeeds(rows.update, state="taken", taken_by_id=actor.user_id or 0)
    assert {name for name, done in told.items() if done} == {"agent", "other_agent", "worker", "mate"}


def test_an_agent_changes_what_they_took_and_nothing_of_what_was_written(world):
    """The words of a task, whose it is, what was done: PostgreSQL lets no agent write them; nor end it by themselves."""
    with acting(world["agent"]):
        mine = Task.objects.filter(state="taken")
        assert succeeds(mine.update, minutes=5)
        assert not succeeds(mine.update, due_on=DUE)
        assert not succeeds(mine.update, state="done", ended_on=DUE)
        assert not succeeds(mine.update, state="withdrawn", ended_on=DUE)
        assert not succeeds(mine._raw_delete, "default")
    with acting(world["other_agent"]):
        assert not succeeds(Task.objects.filter(state="taken").update, minutes=5)
        theirs = {"taken_by_id": world["agent"].user_id, "state": "taken"}
        assert not succeeds(Task.objects.filter(state="open").update, **theirs)


def test_who_notes_a_reception(world):
    for name, actor in world.items():
        told = {"themes": [THEME], "outcome": "answered", "structure_id": actor.structure_id}
        with acting(actor):
            made = succeeds(Reception.objects.create, user_id=actor.user_id or 0, **told)
            assert (name, made) == (name, can_receive(actor))
            other = {"user_id": (actor.user_id or 0) + 1}
            assert not succeeds(Reception.objects.create, **told, **other)


def test_a_reception_joins_only_a_file_one_sees_and_only_once(world, team):
    joined = {"person_id": team.samira.pk, "joined_on": DUE}
    with acting(world["worker"]):
        assert succeeds(Reception.objects.filter(person=None).update, **joined)
        assert not succeeds(Reception.objects.filter(person=team.samira).update, person=None, joined_on=None)
        assert not succeeds(Reception.objects.filter(person=None).update, line="x")
    with acting(world["agent"]):
        assert not succeeds(Reception.objects.filter(person=None).update, **joined)


def test_an_irritant_is_noted_by_those_who_receive_and_read_by_who_leads(world):
    told = {"form": "x", "line": "x", "noted_on": DUE}
    for name, actor in world.items():
        with acting(actor):
            made = succeeds(Irritant.objects.create, structure_id=actor.structure_id, **told)
            assert (name, made) == (name, can_receive(actor))


def test_types_are_kept_by_workers_and_leaders_of_their_structure(world):
    kept = {}
    for name, actor in world.items():
        told = {"structure_id": actor.structure_id, "code": "x", "label": "x", "starts_on": DUE}
        with acting(actor):
            kept[name] = succeeds(TaskType.objects.create, **told)
            assert not succeeds(TaskType.objects.create, **{**told, "structure_id": None})
            assert not succeeds(TaskType.objects.filter(structure=None).update, ends_on=DUE)
    workers = {"worker", "mate", "colleague", "rights", "leader", "stranger", "partner"}
    assert {name for name, done in kept.items() if done} == workers
