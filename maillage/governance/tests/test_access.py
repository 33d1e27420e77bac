"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from copy import deepcopy
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, models, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.governance.enums import DutyKind
from maillage.governance.models import (
    AgendaItem,
    Ballot,
    Committee,
    Convocation,
    Decision,
    Duty,
    Gathering,
    ItemDocument,
    ItemRequest,
    Mandate,
    MandateVersion,
    Minutes,
    MinutesDraft,
    Occupant,
    OccupantAddress,
    Output,
    Presence,
    Recusal,
    Round,
    RoundExtension,
    RoundPoint,
    RoundReply,
    Seat,
    Text,
    TextVersion,
    Voice,
)
from maillage.governance.tests.factories import (
    LONG_AGO,
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
)
from maillage.governance.tests.parity import differences, succeeds
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
YESTERDAY = date.today() - timedelta(days=1)
TABLES = sorted(apps.get_app_config("governance").get_models(), key=lambda model: model.__name__)


@pytest.fixture(scope="module")
def world(whole_module):
    """Two committees, one public and one not, each with one row of everything, closed and open; people around them."""
    with become("maintenance"):
        place = make_structure()
        secretary, member, recused, former = (make_user() for _ in range(4))
        animator = make_member(Role.ANIMATOR, place)
        stranger = make_member(Role.SOCIAL_WORKER)
    for publicity in ("public", "members"):
        committee = make_committee(place, publicity=publicity)
        make_duty(committee, secretary)
        make_seat(committee, user=member)
        seat = make_seat(committee, college=1, user=recused)
        make_seat(committee, user=former, ends_on=YESTERDAY)
        with become("maintenance"):
            held = make_gathering(committee, held_at=timezone.now())
            fill(committee, held, seat)
            coming = make_gathering(committee, timezone.now() + timedelta(days=9))
            tomorrow = timezone.now() + timedelta(days=1)
            make_item(coming, "Sous embargo", embargo_until=tomorrow)
    whole = [Actor(user_id=user.pk) for user in (secretary, member, recused, former)]
    return [*whole, actor_of(animator), actor_of(stranger), ANONYMOUS]


def fill(committee, gathering, aside):
    item, left = make_item(gathering), make_item(gathering, "Local", position=2)
    Recusal.objects.create(item=left, gathering=gathering, occupant=aside, user_id=aside.user_id)
    Presence.objects.create(gathering=gathering, occupant=aside, name=aside.name, minutes=60)
    told = {"committee": committee, "gathering": gathering, "adopted": True, "decided_at": timezone.now()}
    decision = Decision.objects.create(item=item, kind="mandate", text="Étudier", **told)
    Decision.objects.create(item=left, kind="decide", text="Louer", **told)
    mandate = Mandate.objects.create(decision=decision, committee=committee, title="Étude", due_on=YESTERDAY)
    MandateVersion.objects.create(
        mandate=mandate, number=1, question="Quoi ?", due_on=YESTERDAY, made_on=LONG_AGO
    )
    text = Text.objects.create(committee=committee, kind="opinion", title="Avis")
    TextVersion.objects.create(text=text, committee=committee, number=1, body="Voici.")
    Output.objects.create(mandate=mandate, title="Rapport", due_on=YESTERDAY, text=text)
    add_convocation(gathering, aside, (item, left))
    for shared in (None, timezone.now()):
        other = make_gathering(committee)
        Minutes.objects.create(gathering=other, text="Dit", shared_at=shared)


def add_convocation(gathering, called, items):
    OccupantAddress.objects.create(occupant=called, email="membre@exemple.test")
    Convocation.objects.create(gathering=gathering, occupant=called)
    MinutesDraft.objects.create(gathering=gathering, user_id=called.user_id)
    told = {"council": gathering.committee, "target": gathering.committee, "user_id": called.user_id}
    ItemRequest.objects.create(title="Délais", item=items[0], **told)
    told = {"gathering": gathering, "kind": "decide", "closes_at": timezone.now()}
    asked = Round.objects.create(size=len(items), **told)
    ballot = Ballot.objects.create(round=asked, occupant=called)
    told = {"round": asked, "user_id": called.user_id, "reason": "tard"}
    RoundExtension.objects.create(before=timezone.now(), until=timezone.now(), **told)
    RoundReply.objects.create(ballot=ballot, message=str(ballot.key), sender="x", body="oui", state="to_read")
    for number, item in enumerate(items):
        point = RoundPoint.objects.create(round=asked, item=item, number=number, text="Louer")
        Voice.objects.create(ballot=ballot, point=point, vote="for", said_by="link")
        ItemDocument.objects.create(item=item, title="Plan", key="a", name="p.pdf", media_type="x", size=1)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, dict(enumerate(world))) == {}


def test_what_each_reads(world):
    """Points of the agenda: two held and one under embargo a committee, of which one asks one member to step aside."""
    read = []
    for actor in world:
        with acting(actor):
            read.append((AgendaItem.objects.count(), Decision.objects.count(), Minutes.objects.count()))
    secretary, member, recused, former, animator, stranger, nobody = read
    assert secretary == (6, 4, 4)
    assert member == (6, 4, 2)
    assert recused == (4, 2, 2)
    assert former == animator == stranger == nobody == (2, 2, 0)


def copied(row):
    """Another row like this one."""
    row.pk, row._state.adding = None, True
    for one in row._meta.concrete_fields:
        if isinstance(one, models.UUIDField) and one.unique:
            setattr(row, one.attname, uuid4())
    row.save(force_insert=True)
    return row


def test_nobody_but_those_who_keep_the_work_inserts_a_row_like_those_there(world):
    """Of every table that this world fills, by whoever sits, sat, works elsewhere, or is nobody."""
    tried = set()
    for model in TABLES:
        with become("maintenance"):
            row = model.objects.order_by("pk").first()
        for number in (1, 3, 5, 6):
            with acting(world[number]):
                if row and model is not Committee:
                    tried.add(model)
                    assert (model, number, succeeds(copied, deepcopy(row))) == (model, number, False)
    assert len(tried) >= 20


HELD_BY = {
    "college": "committee",
    "seat": "committee",
    "occupant": "seat",
    "duty": "committee",
    "gathering": "committee",
    "agendaitem": "gathering",
    "presence": "gathering",
    "minutes": "gathering",
    "occupantaddress": "occupant",
    "convocation": "gathering",
    "itemdocument": "item",
    "decision": "gathering",
    "mandate": "decision",
    "mandateversion": "mandate",
    "output": "mandate",
    "text": "committee",
    "textversion": "committee",
    "itemrequest": "target",
    "round": "gathering",
    "roundpoint": "round",
    "roundextension": "round",
    "ballot": "round",
    "voice": "ballot",
    "roundreply": "ballot",
}
"""By table, to what its rows belong: the way to its committee."""


def committee_of(row):
    while not isinstance(row, Committee):
        row = getattr(row, HELD_BY[row._meta.model_name])
    return row


def test_nobody_moves_a_row_into_a_committee_whose_work_they_do_not_keep(world):
    """What a changed row becomes is checked too, or what columns change: table by table."""
    with become("maintenance"):
        other = make_committee()
        fill(
            other,
            make_gathering(other, held_at=timezone.now()),
            make_seat(other, college=1, user=make_user()),
        )
        there, rows = {}, {}
        for name in HELD_BY:
            for row in apps.get_model("governance", name).objects.all():
                (there if committee_of(row) == other else rows).setdefault(name, []).append(row.pk)
    there["committee"], there["item"], there["target"] = [other.pk], there["agendaitem"], [other.pk]
    with acting(world[0]):
        for name, above in HELD_BY.items():
            own = apps.get_model("governance", name).objects.filter(pk__in=rows[name])
            moved = [succeeds(own.filter(pk=pk).update, **{above: there[above][0]}) for pk in rows[name]]
            assert (name, any(moved)) == (name, False)


def test_a_seat_is_in_a_college_of_its_committee(world):
    with become("maintenance"):
        college = make_committee().colleges.first()
    with acting(world[0]), pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.update(college=college)


def refused(act):
    with pytest.raises(ProgrammingError), transaction.atomic():
        act()


def test_a_member_writes_nothing_of_the_secretariat(world):
    member = world[1]
    with acting(member):
        gathering = Gathering.objects.filter(held_at=None).first()
        committee = gathering.committee
        refused(lambda: AgendaItem.objects.create(gathering=gathering, title="x", position=9))
        refused(
            lambda: Duty.objects.create(
                committee=committee, user_id=member.user_id, kind="chair", starts_on=LONG_AGO
            )
        )
        refused(lambda: Presence.objects.create(gathering=gathering, name="x", capacity="guest", minutes=1))
        assert Occupant.objects.update(ends_on=None) == 0
        assert Committee.objects.update(publicity="public") == 0


def test_what_is_closed_or_approved_changes_for_nobody(world):
    secretary = world[0]
    with acting(secretary):
        held = Gathering.objects.filter(held_at__isnull=False).first()
        refused(lambda: Presence.objects.create(gathering=held, name="x", capacity="guest", minutes=1))
        assert Presence.objects.filter(gathering=held).update(minutes=1) == 0
        told = {"approved_at": timezone.now(), "digest": "0" * 64}
        assert Minutes.objects.update(**told) == 4
        assert Minutes.objects.update(text="autre chose") == 0


def test_an_animator_seats_in_the_committees_of_their_structure_alone(world):
    animator, elsewhere = world[4], make_committee()
    with acting(animator):
        own = Committee.objects.filter(structure_id=animator.structure_id).first()
        Duty.objects.create(
            committee=own, user_id=animator.user_id, kind=DutyKind.SECRETARY, starts_on=LONG_AGO
        )
        refused(
            lambda: Duty.objects.create(
                committee=elsewhere, user_id=animator.user_id, kind=DutyKind.SECRETARY, starts_on=LONG_AGO
            )
        )
