"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.consultations.models import (
    Answer,
    Extension,
    Invitation,
    Question,
    Questionnaire,
    Response,
    Snapshot,
    Workbook,
)
from maillage.consultations.rules import visible
from maillage.consultations.tests.factories import (
    keeper_of,
    make_flash,
    make_invitation,
    make_question,
    make_response,
    questions_of,
)
from maillage.governance.tests.factories import make_committee
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("consultations").get_models(), key=lambda model: model.__name__)
CLOSED = timedelta(hours=-1)


@pytest.fixture(scope="module")
def world(whole_module):
    """By a committee and by a structure: signed and anonymous, running and closed, with few answers and enough."""
    with become("maintenance"):
        place = make_structure()
        leader, worker = make_member(Role.TEAM_LEADER, place), make_member(Role.SOCIAL_WORKER, place)
        asked = make_member(Role.SOCIAL_WORKER)
        animator = make_member(Role.ANIMATOR)
    committee = make_committee()
    keeper = keeper_of(committee)
    for who in ({"structure": place}, {"committee": committee}):
        for told in (
            {"anonymous": False},
            {"open_for": CLOSED},
            {"open_for": CLOSED, "published_at": timezone.now()},
            {"open_for": None},
            {},
        ):
            readers = (leader.user_id, worker.user_id, keeper.user_id)
            fill(make_flash(**who, **told), asked.user, 5 if "published_at" in told else 2, readers)
    actors = [actor_of(one) for one in (leader, worker, asked, animator)]
    return [*actors, keeper, ANONYMOUS]


def fill(row, user, answers, readers):
    make_invitation(row, user=user, sent=row.anonymous)
    make_invitation(row)
    question = questions_of(row)[0]
    for _ in range(answers):
        make_response(row, [(question, 0)])
    told = {"questionnaire": row, "user": user}
    with become("maintenance"):
        now = timezone.now()
        Extension.objects.create(before=now, until=now + timedelta(1), reason="tard", **told)
        for public in (True, False):
            Snapshot.objects.create(responses=5, final=False, public=public, data={}, **told)
    for one in readers:
        with become("maintenance"):
            Workbook.objects.create(id=uuid4(), questionnaire=row, user_id=one, key="0" * 40)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for number, actor in enumerate(world):
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (number, seen) == (number, allowed)


def test_what_each_reads(world):
    """A leader and a keeper: their five, with the one published by the other; answers of the signed and of the closed
    one that has enough. Who is asked: what was sent to them and opened, and what is published."""
    read = []
    for actor in world:
        with acting(actor):
            read.append((Questionnaire.objects.count(), Response.objects.count(), Invitation.objects.count()))
    leader, worker, asked, animator, keeper, nobody = read
    assert leader == keeper == (6, 7, 10)
    assert asked == (6, 0, 10)
    assert worker == animator == nobody == (2, 0, 0)


def refused(act):
    with pytest.raises(ProgrammingError), transaction.atomic():
        act()


def test_nobody_writes_an_answer_in_the_tables(world):
    for actor in (world[0], world[4]):
        with acting(actor):
            row = Questionnaire.objects.filter(anonymous=False).first()
            told = {"questionnaire": row, "channel": "open", "answered_on": timezone.localdate()}
            refused(lambda told=told: Response.objects.create(**told))
            assert Response.objects.update(name="x") == 0
            assert Response.objects.all()._raw_delete("default") == 0
            kept = Response.objects.first()
            question = Question.objects.filter(questionnaire=kept.questionnaire).first()
            told = {"questionnaire": kept.questionnaire, "response": kept, "question": question, "choice": 1}
            refused(lambda told=told: Answer.objects.create(**told))
            assert Answer.objects.update(choice=1) == 0


def test_a_workbook_is_kept_for_oneself_of_answers_that_one_reads(world):
    leader, worker, keeper = world[0], world[1], world[4]
    with acting(leader):
        assert Workbook.objects.count() == 2
        mine = Workbook.objects.first().questionnaire
        keep_book(mine, leader)
        refused(lambda: keep_book(mine, keeper))
        assert Workbook.objects.update(key="1" * 40) == 0
        assert Workbook.objects.all()._raw_delete("default") == 0
    with acting(worker):
        assert Workbook.objects.count() == 0
        refused(lambda: keep_book(mine, worker))


def keep_book(row, actor):
    return Workbook.objects.create(id=uuid4(), questionnaire=row, user_id=actor.user_id, key="0" * 40)


def test_questions_no_longer_change_once_answered(world):
    with acting(world[0]):
        assert Question.objects.update(title="autre") == 0
        row = Questionnaire.objects.filter(anonymous=False).first()
        refused(lambda: make_in(row))
    fresh = make_flash(structure_of(world[0]))
    with acting(world[0]):
        assert Question.objects.filter(questionnaire=fresh).update(title="autre") == 5


def structure_of(actor):
    return apps.get_model("directory", "Structure").objects.get(pk=actor.structure_id)


def make_in(row):
    return Question.objects.create(questionnaire=row, kind="text", title="x", position=99)


def test_a_worker_writes_nothing_and_who_is_asked_neither(world):
    for actor in (world[1], world[2], ANONYMOUS):
        with acting(actor):
            assert Questionnaire.objects.update(title="x") == 0
            assert Invitation.objects.update(answered=True) == 0
            refused(lambda: Questionnaire.objects.create(title="x", structure_id=world[0].structure_id))


def test_what_was_promised_is_not_taken_back_and_a_close_stays(world):
    with acting(world[0]):
        running = Questionnaire.objects.filter(anonymous=True, closes_at__gt=timezone.now())
        refused(lambda: running.update(anonymous=False))
        refused(lambda: running.update(opens_at=timezone.now()))
        over = Questionnaire.objects.filter(closes_at__lte=timezone.now(), published_at=None)
        refused(lambda: over.update(closes_at=timezone.now() + timedelta(days=1)))
        told = {"before": timezone.now(), "until": timezone.now() + timedelta(1), "reason": "x"}
        refused(lambda: Extension.objects.create(questionnaire=over[0], user_id=world[0].user_id, **told))


def test_the_inner_function_is_called_by_nobody(world):
    """It writes whatever it is given: only the two functions that check first may call it."""
    with acting(world[0]):
        row = Questionnaire.objects.filter(anonymous=False).first()
        refused(lambda: keep(row.pk))


def keep(pk):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT maillage_definer.survey_keep(NULL, %s::bigint, NULL, 'x', 'open', NULL, now()::date, NULL, '[]'::json)",
            [pk],
        )


def test_a_key_of_one_questionnaire_opens_no_other_question():
    row, other = make_flash(), make_flash()
    foreign = make_question(other)
    with acting(Actor()), connection.cursor() as cursor:
        said = f'[{{"question": {foreign.pk}, "choice": 0}}]'
        cursor.execute(
            "SELECT maillage_definer.survey_respond(%s::uuid, NULL::uuid, NULL::bigint, ''::varchar, %s::json)",
            [row.open_key, said],
        )
        assert cursor.fetchone() == ("kept",)
    with become("maintenance"):
        assert Answer.objects.filter(question=foreign).count() == 0
