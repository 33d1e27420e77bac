"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from maillage.training import models
from maillage.training.models import (
    AccountLine,
    Contest,
    Declaration,
    Presence,
    Registration,
    SelfCheck,
    Session,
)
from maillage.training.rules import visible
from maillage.training.tests import factories as make
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = [getattr(models, name) for name in models.__all__]
TODAY = timezone.localdate()


class World:
    """Two employers, a school that organises, an animator."""

    def __init__(self):
        with become("maintenance"):
            here, there, school = make_structure(), make_structure(), make_structure()
            places = {
                "officer": (Role.TRAINING_OFFICER, here),
                "leader": (Role.TEAM_LEADER, here),
                "worker": (Role.SOCIAL_WORKER, here),
                "colleague": (Role.SOCIAL_WORKER, here),
                "other_officer": (Role.TRAINING_OFFICER, there),
                "other": (Role.SOCIAL_WORKER, there),
                "school": (Role.TRAINING_OFFICER, school),
                "student": (Role.STUDENT, school),
                "animator": (Role.ANIMATOR, make_structure()),
            }
            self.members = {name: make_member(role, place) for name, (role, place) in places.items()}
            outsider = make_user()
        self.actors = {name: actor_of(one) for name, one in self.members.items()}
        self.actors |= {"outsider": Actor(user_id=outsider.pk), "nobody": ANONYMOUS}

    def __getattr__(self, name):
        return self.members[name]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def full(world):
    """Sessions of the school and of an employer; lines of the worker and of somebody elsewhere; what waits for an answer."""
    programme = make.make_programme(world.animator, ["Aller vers", "Numérique"])
    theme = programme.themes.first()
    coming = make.make_session(
        world.school, themes=[theme], quotas={world.worker.structure: 2, None: 1}, seats=10
    )
    make.make_session(world.school, published=False, themes=[theme])
    make.make_session(world.officer, published=False)
    for one in (world.worker, world.other, world.student):
        asked = make.make_registration(coming, one, "asked")
        line = make.make_line(world.school, one, world.actors["school"], kind="mandatory")
        make.make_contest(line, one.structure)
        make.make_declaration(one)
    make.make_guest(coming, world.school)
    confirmed = make.make_declaration(world.worker, "yes", by=world.officer)
    make.confirm(confirmed, world.actors["officer"])
    make.make_adoption(world.officer)
    one, other = make.make_stakeholder(world.school), make.make_stakeholder(world.school)
    make.make_tie(one, other, world.school)
    with become("maintenance"):
        models.Letter.objects.create(registration=asked, kind="waiting")
        SelfCheck.objects.create(
            structure=world.worker.structure, user=world.worker.user, action="Forum", written_on=TODAY
        )
    return world


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(full, model):
    found = 0
    for name, actor in full.actors.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)
        found += len(seen)
    assert found


def counted(actor):
    with acting(actor):
        return tuple(
            one.objects.count() for one in (AccountLine, Declaration, Contest, Registration, Presence)
        )


def test_what_each_reads(full):
    """Lines, declarations, contested lines, registrations, presences: an account is its holder's; an employer reads what it
    answers; a leader reads who asks to leave for a day, and no line."""
    assert {name: counted(actor) for name, actor in full.actors.items()} == {
        "officer": (2, 2, 1, 2, 0),
        "leader": (0, 0, 0, 2, 0),
        "worker": (2, 2, 1, 2, 2),
        "colleague": (0, 0, 0, 0, 0),
        "other_officer": (1, 1, 1, 2, 0),
        "other": (1, 1, 1, 2, 2),
        "school": (1, 1, 1, 7, 6),
        "student": (1, 1, 1, 2, 2),
        "animator": (0, 0, 0, 0, 0),
        "outsider": (0, 0, 0, 0, 0),
        "nobody": (0, 0, 0, 0, 0),
    }


def succeeds(actor, act, *args, **told) -> bool:
    with acting(actor):
        try:
            with transaction.atomic():
                found = act(*args, **told)
                transaction.set_rollback(True)
        except (ProgrammingError, IntegrityError):
            return False
    return bool(found)


def who(world, act, *args, **told):
    """The actors who may."""
    return {name for name, actor in world.actors.items() if succeeds(actor, act, actor, *args, **told)}


def test_nobody_types_a_line_of_an_account(full):
    with become("maintenance"):
        line = AccountLine.objects.first()
    fields = {one.attname: getattr(line, one.attname) for one in AccountLine._meta.concrete_fields}
    fields |= {"id": None, "session_id": make.make_session(full.school).pk, "declaration_id": None}
    del fields["public_id"]

    def insert(actor):
        return AccountLine.objects.create(**{**fields, "user_id": actor.user_id or line.user_id})

    assert who(full, insert) == set()
    assert who(full, lambda actor: AccountLine.objects.update(hours=Decimal(70))) == set()
    assert who(full, lambda actor: AccountLine.objects.all().delete()[0]) == set()


def test_presences_become_lines_for_who_organises_alone(world):
    session = make.make_session(world.school, on=make.PAST)
    make.make_presences(make.make_registration(session, world.worker, by=world.officer), world.school.user)

    def close(actor):
        return rows_of("training_finish(%s::bigint, now())", session.pk)

    assert who(world, close) == {"school"}


@pytest.mark.parametrize(
    "told", [{"on": make.SOON}, {"on": make.PAST, "published": False}], ids=["soon", "draft"]
)
def test_a_training_to_come_or_not_published_is_not_finished(world, told):
    session = make.make_session(world.school, **told)
    assert not succeeds(
        world.actors["school"], lambda: rows_of("training_finish(%s::bigint, now())", session.pk)
    )


def test_an_employer_confirms_its_own_workers_declarations_never_ones_own(world):
    asked = {name: make.make_declaration(getattr(world, name)) for name in ("worker", "officer", "other")}

    def accept(actor, name):
        told = {"state": "yes", "answered_by_id": actor.user_id, "answered_on": TODAY}
        return Declaration.objects.filter(pk=asked[name].pk).update(**told)

    assert {name: who(world, accept, name) for name in asked} == {
        "worker": {"officer"},
        "officer": set(),
        "other": {"other_officer"},
    }


def test_a_line_that_nobody_confirmed_is_not_written(world):
    row = make.make_declaration(world.worker)
    assert not succeeds(world.actors["officer"], value_of, "training_confirm(%s::bigint)", row.pk)


def test_a_contested_line_is_answered_by_its_addressee_alone(world):
    line = make.make_line(world.school, world.worker, world.actors["school"], kind="mandatory")

    def ask(actor, place):
        told = {"asked_on": TODAY, "due_on": TODAY, "user_id": actor.user_id, "words": "Pourquoi."}
        return Contest.objects.create(line=line, structure=place, **told)

    assert who(world, ask, world.worker.structure) == {"worker"}
    assert who(world, ask, world.other.structure) == set()
    row = make.make_contest(line, world.worker.structure)

    def accept(actor):
        told = {"state": "yes", "answered_by_id": actor.user_id, "answered_on": TODAY}
        return Contest.objects.filter(pk=row.pk).update(**told)

    assert who(world, accept) == {"officer"}


def test_an_employer_answers_for_its_own_and_nobody_agrees_for_oneself(world):
    session = make.make_session(world.school)
    asked = {
        name: make.make_registration(session, getattr(world, name), "asked") for name in ("worker", "leader")
    }

    def agree(actor, name):
        told = {"state": "agreed", "answered_by_id": actor.user_id, "answered_on": TODAY}
        return Registration.objects.filter(pk=asked[name].pk).update(**told)

    assert {name: who(world, agree, name) for name in asked} == {
        "worker": {"officer", "leader"},
        "leader": {"officer"},
    }

    def withdraw(actor):
        return Registration.objects.filter(pk=asked["worker"].pk).update(state="withdrawn")

    assert who(world, withdraw) == {"worker"}


def test_one_asks_for_oneself_from_where_one_works(world):
    session = make.make_session(world.school)

    def ask(actor, **told):
        base = {
            "user_id": actor.user_id,
            "structure_id": actor.structure_id,
            "name": "X",
            "answer_due": TODAY,
        }
        return Registration.objects.create(session=session, **{**base, **told})

    working = set(world.members)
    assert who(world, ask) == working
    assert who(world, ask, structure_id=world.other.structure_id) == {"other_officer", "other"}
    assert who(world, ask, state="agreed", answered_on=TODAY, answered_by_id=world.worker.user_id) == set()
    guest = {"user_id": None, "structure_id": None, "state": "agreed", "answered_on": TODAY}
    assert who(world, lambda actor: ask(actor, **guest, answered_by_id=actor.user_id)) == {"school"}


def test_a_presence_is_signed_the_same_day_or_noted_by_who_organises(world):
    today, later = make.make_session(world.school, on=TODAY), make.make_session(world.school)
    rows = {one.pk: make.make_registration(one, world.worker, by=world.officer) for one in (today, later)}

    def sign(actor, session, half=None):
        half = half or session.half_days.first()
        return Presence.objects.create(registration=rows[session.pk], half_day=half, user_id=actor.user_id)

    assert who(world, sign, today) == {"worker", "school"}
    assert who(world, sign, later) == {"school"}
    assert who(world, sign, later, today.half_days.first()) == set()


def test_nothing_changes_in_a_finished_training(world):
    line = make.make_line(world.school, world.worker, world.actors["school"])
    session = line.session
    assert who(world, lambda actor: Session.objects.filter(pk=session.pk).update(title="Autre")) == set()
    assert who(world, lambda actor: Presence.objects.all().delete()[0]) == set()
    assert who(world, lambda actor: session.half_days.update(hours=1)) == set()


def test_a_rule_is_adopted_for_a_territory_by_the_animator_alone(world):
    place = world.worker.structure.commune

    def adopt(actor, territory):
        told = {"code": "livre-blanc", "decision": "Avis", "starts_on": TODAY, "user_id": actor.user_id}
        return models.Adoption.objects.create(structure_id=actor.structure_id, territory=territory, **told)

    assert who(world, adopt, None) == {"officer", "other_officer", "school", "animator"}
    assert who(world, adopt, place) == {"animator"}


def addressee(world, line):
    with acting(world.actors["worker"]):
        return value_of("training_addressee(%s::bigint)", line.pk)


def test_who_answers_is_the_employers_officer_then_the_territorys(world):
    make.make_adoption(world.animator, territory=world.worker.structure.commune)
    line = make.make_line(world.school, world.worker, world.actors["school"])
    assert addressee(world, line) == world.worker.structure_id
    with become("maintenance"):
        yesterday = TODAY - timedelta(days=1)
        world.officer.__class__.objects.filter(pk=world.officer.pk).update(until=yesterday)
    assert addressee(world, line) == world.animator.structure_id


def test_the_rule_of_a_line_is_the_employers_then_the_territorys_then_nobodys(world):
    def adopted():
        line = make.make_line(world.school, world.worker, world.actors["school"])
        with become("maintenance"):
            return AccountLine.objects.get(pk=line.pk).adoption_id

    assert adopted() is None
    wide = make.make_adoption(world.animator, territory=world.worker.structure.commune.departement)
    assert adopted() == wide.pk
    own = make.make_adoption(world.officer)
    assert adopted() == own.pk


def test_who_asked_is_told_without_a_name(full):
    with become("maintenance"):
        session = Session.objects.filter(published_at__isnull=False, finished_at=None).get()
    with acting(ANONYMOUS):
        found = rows_of("training_askings(%s::bigint[])", [session.pk])
    assert [one._fields for one in found[:1]] == [("session_id", "number", "quota_id", "holds")]
    assert len(found) == 4


def test_the_rules_of_the_pack_are_there_and_nobody_rewrites_them(world):
    assert connection.vendor == "postgresql"
    assert models.KindRule.objects.count() == 11
    assert who(world, lambda actor: models.KindRule.objects.update(effect="counts", cap_hours=None)) == set()
