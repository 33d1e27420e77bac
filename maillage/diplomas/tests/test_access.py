"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import LONG_AGO, actor_of, make_member, make_structure, make_user
from maillage.diplomas.models import (
    Bridge,
    Delay,
    Diploma,
    Experience,
    Milestone,
    Path,
    Record,
    Vae,
    VaeBlock,
    VaeStage,
)
from maillage.diplomas.rules import can_keep, is_candidate, visible
from maillage.diplomas.tests.factories import DAY, make_path, make_vae
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Path, Milestone, Vae, VaeStage, VaeBlock, Experience)


@pytest.fixture
def world():
    """Two structures; in each a path and a VAE; the worker shows theirs, the neighbour keeps theirs."""
    with become("maintenance"):
        here, next_door = make_structure(), make_structure()
        officer = make_member(Role.TRAINING_OFFICER, here)
        leader = make_member(Role.TEAM_LEADER, here)
        worker = make_member(Role.SOCIAL_WORKER, here)
        colleague = make_member(Role.SOCIAL_WORKER, here)
        neighbour = make_member(Role.TRAINING_OFFICER, next_door)
        student = make_member(Role.STUDENT, next_door)
        former = make_member(Role.TRAINING_OFFICER, here, until=LONG_AGO)
        outsider = make_user()
    steps = [("Inscription", DAY, None)]
    make_path(worker.user, here, leader.user, steps=steps)
    make_path(colleague.user, here, leader.user, ended_on=DAY, outcome="qualified")
    make_path(student.user, next_door, neighbour.user, steps=steps)
    make_vae(worker.user, shared_with=here)
    make_vae(neighbour.user)
    members = {
        "officer": officer, "leader": leader, "worker": worker, "colleague": colleague,
        "neighbour": neighbour, "student": student,
    }  # fmt: skip
    told = {name: actor_of(one) for name, one in members.items()}
    return {
        **told,
        "former": Actor(user_id=former.user_id),
        "outsider": Actor(user_id=outsider.pk),
        "nobody": ANONYMOUS,
    }


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for name, actor in world.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def test_what_each_reads(world):
    """Paths, steps, VAE."""

    def counted(actor):
        with acting(actor):
            return tuple(model.objects.count() for model in (Path, Milestone, Vae))

    assert {name: counted(actor) for name, actor in world.items()} == {
        "officer": (2, 1, 1),
        "leader": (2, 1, 0),
        "worker": (1, 1, 1),
        "colleague": (1, 0, 0),
        "neighbour": (1, 1, 1),
        "student": (1, 1, 0),
        "former": (0, 0, 0),
        "outsider": (0, 0, 0),
        "nobody": (0, 0, 0),
    }


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except ProgrammingError:
        return False
    return bool(found)


def test_postgresql_lets_write_those_whom_the_rules_let_write(world):
    for name, actor in world.items():
        with acting(actor):
            for path in Path.objects.all():
                expected = can_keep(actor, path.structure_id) and path.ended_on is None
                done = (
                    succeeds(Path.objects.filter(pk=path.pk).update, funder="OPCO"),
                    succeeds(Milestone.objects.create, path_id=path.pk, title="x", due_on=DAY),
                )
                assert (name, path.pk, done) == (name, path.pk, (expected, expected))
            for vae in Vae.objects.all():
                expected = is_candidate(actor, vae.user_id)
                done = (
                    succeeds(Vae.objects.filter(pk=vae.pk).update, coach="Ana"),
                    succeeds(VaeStage.objects.create, vae_id=vae.pk, stage="jury", done_on=DAY),
                )
                assert (name, vae.pk, done) == (name, vae.pk, (expected, expected))


def test_nobody_opens_a_path_for_somebody_from_elsewhere(world):
    """Nor in another structure, nor in somebody else's name."""
    leader, student, worker = world["leader"], world["student"], world["worker"]
    with acting(leader):
        diploma = Diploma.objects.get(code="deaes")
        told = {
            "structure_id": leader.structure_id,
            "user_id": worker.user_id,
            "opened_by_id": leader.user_id,
        }
        told |= {"post": "x", "started_on": DAY, "diploma": diploma}
        assert succeeds(Path.objects.create, **told)
        assert not succeeds(Path.objects.create, **told | {"user_id": student.user_id})
        assert not succeeds(Path.objects.create, **told | {"structure_id": student.structure_id})
        assert not succeeds(Path.objects.create, **told | {"opened_by_id": worker.user_id})


def test_a_candidate_shows_a_vae_only_where_they_work(world):
    worker, student = world["worker"], world["student"]
    with acting(worker):
        mine = Vae.objects.filter(user_id=worker.user_id)
        assert succeeds(mine.update, shared_with=None)
        assert not succeeds(mine.update, shared_with_id=student.structure_id)
        assert not succeeds(mine.update, user_id=student.user_id)


@pytest.mark.parametrize("model", [Diploma, Bridge, Delay, Record], ids=lambda model: model.__name__)
def test_nobody_writes_what_is_referred_to(world, model):
    with become("maintenance"):
        member = make_member(Role.ADMINISTRATOR)
    for actor in (*world.values(), actor_of(member)):
        with acting(actor):
            row = model.objects.first()
            assert row is not None
            assert not succeeds(model.objects.filter(pk=row.pk)._raw_delete, "default")
            assert not succeeds(model.objects.update, id=row.pk)


def test_the_register_is_read_by_administrators_alone(world):
    call = "SELECT maillage_definer.diplomas_read_record('37676', 'x', false, NULL, '', '2026-11-30')"
    for actor in world.values():
        with (
            acting(actor),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(call)


def test_two_paths_to_one_diploma_at_once_are_one(world):
    leader, worker = world["leader"], world["worker"]
    with acting(leader), pytest.raises(IntegrityError), transaction.atomic():
        Path.objects.create(
            structure_id=leader.structure_id,
            user_id=worker.user_id,
            opened_by_id=leader.user_id,
            post="x",
            started_on=DAY,
            diploma=Diploma.objects.get(code="dees"),
        )
