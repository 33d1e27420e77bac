"""What the rules say of links, comments, adherences and subscriptions and what PostgreSQL shows are the same rows."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.governance.enums import CommentState
from maillage.governance.models import Adherence, Subscription, TextComment, TextLink
from maillage.governance.queries import standing
from maillage.governance.rules import can_adhere, can_comment, can_keep
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.governance.tests.mandate_factories import make_text
from maillage.governance.tests.parity import differences, succeeds
from maillage.governance.tests.text_factories import make_adherence, make_charter, make_comment, version_of
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Adherence, Subscription, TextComment, TextLink)
NAMES = ("leader", "worker", "neighbour", "administrator", "secretary", "member", "outsider", "nobody")


@pytest.fixture(scope="module")
def world(whole_module):
    """A charter that an opinion and a draft shed light on, with a comment and an adherence; a subscription."""
    with become("maintenance"):
        here, next_door = make_structure(), make_structure()
        members = [make_member(Role.TEAM_LEADER, here), make_member(Role.SOCIAL_WORKER, here)]
        members += [make_member(Role.TEAM_LEADER, next_door), make_member(Role.ADMINISTRATOR, here)]
        secretary, member, outsider = (make_user() for _ in range(3))
    committee = make_committee(publicity="members")
    make_duty(committee, secretary)
    make_seat(committee, user=member)
    charter = make_charter(committee)
    make_comment(charter, member)
    make_adherence(charter, here, members[0].user)
    published, draft = make_text(committee), make_text(committee, "Brouillon", published_at=None)
    with become("maintenance"):
        for text in (published, draft):
            TextLink.objects.create(text=text, about=charter, article="1")
        Subscription.objects.create(email="a@example.org", site="http://x", asked_at=timezone.now())
    whole = [actor_of(one) for one in members]
    whole += [Actor(user_id=one.pk) for one in (secretary, member, outsider)]
    return {**dict(zip(NAMES, [*whole, ANONYMOUS], strict=True)), "charter": charter, "committee": committee}


def people(world):
    return [(name, world[name]) for name in NAMES]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, dict(people(world))) == {}


def test_what_each_reads(world):
    """Links, comments, adherences, subscriptions."""
    read = {}
    for name, actor in people(world):
        with acting(actor):
            read[name] = tuple(
                one.objects.count() for one in (TextLink, TextComment, Adherence, Subscription)
            )
    outside = dict.fromkeys(
        ("leader", "worker", "neighbour", "administrator", "outsider", "nobody"), (1, 0, 1, 0)
    )
    assert read == {**outside, "secretary": (2, 1, 1, 0), "member": (2, 1, 1, 0)}


def say(text, actor, **told):
    told = {"version": version_of(text), "body": "x", "user_id": actor.user_id or 0, **told}
    return TextComment.objects.create(text=text, committee_id=text.committee_id, **told)


def bind(text, actor, structure_id=None, **told):
    told = {"adhered_on": date(2026, 2, 1), "user_id": actor.user_id or 0, **told}
    structure = structure_id or actor.structure_id or 0
    return Adherence.objects.create(text=text, version=version_of(text), structure_id=structure, **told)


def test_postgresql_lets_write_those_whom_the_rules_let_write(world):
    charter = world["charter"]
    other = make_charter(world["committee"], "Autre charte")
    for name, actor in people(world):
        with acting(actor):
            mine = standing(actor, world["committee"])
            keeps, says, binds = can_keep(actor, mine), can_comment(actor, mine), can_adhere(actor)
            done = (
                succeeds(TextLink.objects.create, text=charter, about=other),
                succeeds(TextLink.objects.filter(about=charter)._raw_delete, "default"),
                succeeds(TextComment.objects.update, **settled(actor)),
                succeeds(say, charter, actor),
                succeeds(bind, other, actor),
            )
        assert (name, done) == (name, (keeps, keeps, keeps, says, binds))


def settled(actor):
    return {"state": CommentState.TAKEN, "settled_at": timezone.now(), "settled_by_id": actor.user_id}


def test_nobody_speaks_or_signs_in_the_name_of_somebody_else(world):
    charter, leader, member = world["charter"], world["leader"], world["member"]
    with acting(member):
        assert not succeeds(say, charter, world["secretary"])
        assert not succeeds(say, charter, member, **settled(member))
    other = make_charter(world["committee"], "Autre charte")
    with acting(leader):
        assert not succeeds(bind, other, leader, world["neighbour"].structure_id)
        assert not succeeds(bind, other, world["administrator"])
    with acting(world["neighbour"]):
        assert Adherence.objects.update(ended_on=date(2026, 3, 1), ending="withdrawn") == 0


def test_what_was_written_never_changes(world):
    with acting(world["secretary"]):
        assert not succeeds(TextComment.objects.update, body="autre chose")
        assert not succeeds(TextComment.objects.all()._raw_delete, "default")
    with acting(world["leader"]):
        assert not succeeds(Adherence.objects.update, commitments="autre chose")
        assert not succeeds(Adherence.objects.all()._raw_delete, "default")
        Adherence.objects.update(ended_on=date(2026, 3, 1), ending="withdrawn")
        assert Adherence.objects.update(ended_on=None, ending="") == 0


def test_a_draft_is_adhered_to_by_nobody(world):
    draft = make_charter(world["committee"], "Brouillon", published_at=None)
    version = version_of(draft)
    with acting(world["leader"]):
        told = {"text": draft, "version": version, "structure_id": world["leader"].structure_id}
        told |= {"user_id": world["leader"].user_id, "adhered_on": date(2026, 2, 1)}
        assert not succeeds(Adherence.objects.create, **told)


def test_a_comment_is_on_a_version_of_its_text_and_committee(world):
    member, other = world["member"], make_charter(make_committee())
    with acting(member):
        for told in ({"version": version_of(other)}, {"text": other}):
            whole = {"text": world["charter"], "version": version_of(world["charter"]), **told}
            with pytest.raises(IntegrityError), transaction.atomic():
                TextComment.objects.create(
                    committee=world["committee"], user_id=member.user_id, body="x", **whole
                )


def test_no_address_is_written_or_read_but_by_functions(world):
    for _, actor in people(world):
        with acting(actor):
            told = {"email": "b@example.org", "site": "x", "asked_at": timezone.now()}
            assert not succeeds(Subscription.objects.create, **told)
            assert not succeeds(Subscription.objects.update, email="c@example.org")
            assert not succeeds(Subscription.objects.all()._raw_delete, "default")


def test_whoever_is_signed_in_gets_no_address(world):
    with become("maintenance"):
        Subscription.objects.update(confirmed_at=timezone.now(), told_until=date(2026, 1, 1))
    for name, actor in people(world):
        with acting(actor), connection.cursor() as cursor:
            cursor.execute("SELECT email FROM maillage_definer.next_subscription()")
            assert (name, cursor.fetchall()) == (name, [("a@example.org",)] if name == "nobody" else [])
