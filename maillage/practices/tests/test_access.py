"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import LONG_AGO, actor_of, make_member, make_structure, make_user
from maillage.governance.enums import DutyKind
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from maillage.practices.models import (
    CallAnswer,
    Evaluation,
    Finding,
    Reuse,
    Sheet,
    SheetCall,
    SheetPoint,
    SheetVersion,
)
from maillage.practices.queries.sheets import holder_of
from maillage.practices.rules import can_ask, can_publish, can_write, visible
from maillage.practices.tests.factories import (
    DAY,
    make_call,
    make_evaluation,
    make_reuse,
    make_sheet,
    make_version,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (CallAnswer, Evaluation, Finding, Reuse, Sheet, SheetCall, SheetPoint, SheetVersion)
NAMES = ("leader", "worker", "neighbour", "keeper", "member", "former", "outsider", "nobody")
POINT = [("lever", "Un lieu neutre")]


@pytest.fixture(scope="module")
def world(whole_module):
    """Of a structure, of a committee: a published sheet with a draft after it, one not published, one withdrawn."""
    with become("maintenance"):
        here, next_door = make_structure(), make_structure()
        leader, worker = make_member(Role.TEAM_LEADER, here), make_member(Role.SOCIAL_WORKER, here)
        neighbour = make_member(Role.TEAM_LEADER, next_door)
        keeper, member, former, outsider = (make_user() for _ in range(4))
    committee = make_committee(publicity="members")
    make_duty(committee, keeper)
    make_duty(committee, member, DutyKind.CORRESPONDENT)
    make_seat(committee, user=former, ends_on=LONG_AGO)
    call = make_call(committee, keeper)
    for held in ({"structure": here}, {"committee": committee}):
        fill(held, call, worker.user, neighbour)
    whole = [actor_of(one) for one in (leader, worker, neighbour)]
    whole += [Actor(user_id=one.pk) for one in (keeper, member, former, outsider)]
    return dict(zip(NAMES, [*whole, ANONYMOUS], strict=True))


def fill(held, call, user, neighbour):
    out = make_sheet(user, points=POINT, **held)
    make_version(out, user, published=False, points=POINT)
    draft = make_sheet(user, published=False, points=POINT, **held)
    gone = make_sheet(user, points=POINT, **held)
    for published in (True, False):
        make_evaluation(out, user, published=published, **held)
        make_reuse(out, neighbour.user, neighbour.structure, published, began_on=date_of(published))
    make_evaluation(gone, user, structure=neighbour.structure)
    with become("maintenance"):
        Sheet.objects.filter(pk=gone.pk).update(withdrawn_on=DAY, withdrawn_why="Fausse")
        for one in (out, draft):
            CallAnswer.objects.create(call=call, sheet=one, user=user, answered_on=DAY)


def date_of(published):
    return DAY if published else LONG_AGO


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
        return tuple(model.objects.count() for model in (Sheet, SheetVersion, Evaluation, Reuse, CallAnswer))


def test_what_each_reads(world):
    """Sheets, versions, evaluations, trials, answers: what is published for all, the rest for those who hold it."""
    read = {name: counted(actor) for name, actor in world.items()}
    assert read == {
        "leader": (5, 5, 3, 2, 0),
        "worker": (5, 5, 3, 2, 0),
        "neighbour": (4, 2, 4, 4, 0),
        "keeper": (5, 5, 3, 2, 3),
        "member": (4, 2, 2, 2, 2),
        "former": (4, 2, 2, 2, 0),
        "outsider": (4, 2, 2, 2, 0),
        "nobody": (4, 2, 2, 2, 0),
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
    """On each sheet one sees: write its draft, another version; publish; withdraw."""
    for name, actor in world.items():
        with acting(actor):
            for sheet in Sheet.objects.select_related("committee"):
                mine = holder_of(actor, sheet)
                expected = can_write(actor, mine), can_publish(actor, mine), can_publish(actor, mine)
                assert (name, sheet.pk, written(sheet, actor)) == (name, sheet.pk, expected)


def written(sheet, actor):
    gone = {"withdrawn_on": DAY, "withdrawn_why": "x"}
    return (
        succeeds(another, sheet, actor),
        succeeds(sign, sheet, actor),
        succeeds(Sheet.objects.filter(pk=sheet.pk).update, **gone),
    )


def another(sheet, actor):
    """The draft, or a new one when there is none."""
    draft = SheetVersion.objects.filter(sheet=sheet, published_at=None)
    if draft.exists():
        return draft.update(title="autre")
    told = {"sheet": sheet, "number": 9, "title": "x", "user_id": actor.user_id or 0}
    return SheetVersion.objects.create(**told)


def sign(sheet, actor):
    told = {"published_at": timezone.now(), "published_by_id": actor.user_id}
    if not SheetVersion.objects.filter(sheet=sheet, published_at=None).exists():
        another(sheet, actor)
    return SheetVersion.objects.filter(sheet=sheet, published_at=None).update(**told)


def test_what_is_published_is_changed_by_nobody(world):
    for name, actor in world.items():
        with acting(actor):
            changed = (
                succeeds(SheetVersion.objects.filter(published_at__isnull=False).update, title="autre"),
                succeeds(Evaluation.objects.filter(published_at__isnull=False).update, persons_said="x"),
                succeeds(Reuse.objects.filter(published_at__isnull=False).update, learnt="x"),
                succeeds(Finding.objects.update, seen="x"),
                succeeds(SheetPoint.objects.update, text="x"),
            )
        assert (name, changed) == (name, (False,) * 5)


def test_only_those_who_lead_publish_and_withdraw_what_their_own_say(world):
    told = {}
    for name, actor in world.items():
        with acting(actor):
            sent = {"published_at": timezone.now(), "published_by_id": actor.user_id}
            gone = {"withdrawn_on": DAY, "withdrawn_why": "x"}
            told[name] = (
                succeeds(Evaluation.objects.filter(published_at=None).update, **sent),
                succeeds(Evaluation.objects.update, **gone),
                succeeds(Reuse.objects.filter(published_at=None).update, **sent),
            )
    assert {name for name, (one, two, _) in told.items() if one and two} == {"leader", "keeper"}
    assert {name for name, (*_, third) in told.items() if third} == {"neighbour"}
    assert not any(any(told[name]) for name in ("worker", "member", "former", "outsider", "nobody"))


def test_nobody_speaks_in_the_name_of_somebody_else(world):
    leader, neighbour = world["leader"], world["neighbour"]
    with acting(neighbour):
        sheet = Sheet.objects.filter(withdrawn_on=None).first()
        version = sheet.versions.first()
        mine = {"structure_id": neighbour.structure_id, "user_id": neighbour.user_id}
        assert succeeds(Sheet.objects.create, title="x", **mine)
        assert succeeds(Reuse.objects.create, sheet=sheet, began_on="2026-05-01", learnt="x", **mine)
        told = {"sheet": sheet, "version": version, "kind": "effects", "made_on": DAY}
        assert succeeds(Evaluation.objects.create, **told, **mine)
        for other in ({"structure_id": leader.structure_id}, {"user_id": leader.user_id}):
            theirs = {**mine, **other}
            assert not succeeds(Sheet.objects.create, title="x", **theirs)
            assert not succeeds(Evaluation.objects.create, **told, **theirs)
            assert not succeeds(
                Reuse.objects.create, sheet=sheet, began_on="2026-05-01", learnt="x", **theirs
            )
    with acting(world["worker"]):
        signed = {"published_at": timezone.now(), "published_by_id": world["worker"].user_id}
        mine = {"structure_id": leader.structure_id, "user_id": world["worker"].user_id}
        assert not succeeds(
            Reuse.objects.create, sheet=sheet, began_on="2026-05-01", learnt="x", **mine, **signed
        )


def test_only_keepers_ask_and_only_holders_answer_while_it_is_open(world):
    for name, actor in world.items():
        with acting(actor):
            for call in SheetCall.objects.select_related("committee"):
                mine = holder_of(actor, Sheet(committee=call.committee)).standing
                told = {"title": "x", "tags": [], "opened_on": DAY, "closes_on": DAY}
                made = succeeds(
                    SheetCall.objects.create, committee=call.committee, user_id=actor.user_id or 0, **told
                )
                assert (name, made) == (name, can_ask(actor, mine))
    keeper = world["keeper"]
    with acting(keeper):
        call, sheet = SheetCall.objects.get(), Sheet.objects.get(withdrawn_on=DAY, committee__isnull=False)
        told = {"call": call, "sheet": sheet, "user_id": keeper.user_id, "answered_on": DAY}
        assert succeeds(CallAnswer.objects.create, **told)
        SheetCall.objects.update(closes_on=DAY)
        assert not succeeds(CallAnswer.objects.create, **told)


@pytest.mark.parametrize(
    "model", [CallAnswer, Evaluation, Reuse, Sheet, SheetCall, SheetVersion], ids=lambda model: model.__name__
)
def test_nothing_that_was_said_is_ever_deleted(world, model):
    with acting(world["leader"]):
        assert not succeeds(model.objects.all()._raw_delete, "default")


def test_a_trial_is_declared_elsewhere_and_an_evaluation_is_of_its_own_version(world):
    leader, neighbour = world["leader"], world["neighbour"]
    told = {"began_on": "2026-05-01", "learnt": "x"}
    for actor, may in ((leader, False), (neighbour, True)):
        mine = {"structure_id": actor.structure_id, "user_id": actor.user_id}
        with acting(actor):
            sheets = Sheet.objects.filter(
                structure_id=leader.structure_id, withdrawn_on=None, published_at__isnull=False
            )
            assert succeeds(Reuse.objects.create, sheet=sheets.get(), **told, **mine) is may
    with acting(neighbour), pytest.raises(IntegrityError), transaction.atomic():
        mine = {"structure_id": neighbour.structure_id, "user_id": neighbour.user_id}
        one, other = Sheet.objects.filter(withdrawn_on=None).order_by("pk")
        about = {"sheet": one, "version": other.versions.get(), "kind": "effects", "made_on": DAY}
        Evaluation.objects.create(**about, **mine)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
