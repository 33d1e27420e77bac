"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.events.models import Opening, Registration, Slot, Topic
from maillage.events.rules import visible
from maillage.events.tests.factories import Event, make_registration
from maillage.governance.tests.factories import make_seat
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("events").get_models(), key=lambda model: model.__name__)


@pytest.fixture(scope="module")
def world(whole_module):
    """An open event and one that members alone read, each with one row of everything; people around them."""
    events = [
        Event(shares=[("Élus", 2)], forum=True, publicity=publicity) for publicity in ("public", "members")
    ]
    with become("maintenance"):
        member, registered = make_member(Role.SOCIAL_WORKER), make_member(Role.SOCIAL_WORKER)
        stranger = make_member(Role.ANIMATOR)
    for event in events:
        with become("maintenance"):
            share = event.opening.shares.get()
        row = make_registration(event.opening, user=registered.user, share=share)
        make_registration(event.opening, 2)
        start = event.meeting.starts_at
        with become("maintenance"):
            slot = Slot.objects.create(
                opening=event.opening, starts_at=start, ends_at=event.meeting.ends_at, room="A"
            )
            told = {"opening": event.opening, "proposed_by": "Awa", "registration": row}
            Topic.objects.create(title="Retenu", accepted_at=timezone.now(), slot=slot, **told)
            Topic.objects.create(title="Proposé", **told)
    make_seat(events[1].committee, user=member.user)
    people = {"keeper": events[1].keeper, "member": member, "registered": registered, "stranger": stranger}
    actors = {name: actor_of(one) for name, one in people.items()} | {"nobody": ANONYMOUS}
    return events, actors


@pytest.mark.parametrize("who", ["keeper", "member", "registered", "stranger", "nobody"])
def test_rules_and_row_security_agree(world, who):
    actor = world[1][who]
    for model in TABLES:
        with become("maintenance"):
            by_rules = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            by_database = set(model.objects.values_list("pk", flat=True))
        assert by_rules == by_database, model.__name__


def test_who_reads_the_names(world):
    _, actors = world
    counts = {}
    for name, actor in actors.items():
        with acting(actor):
            counts[name] = Registration.objects.count()
    assert counts == {"keeper": 2, "member": 0, "registered": 2, "stranger": 0, "nobody": 0}


@pytest.mark.parametrize("who", ["member", "registered", "stranger", "nobody"])
def test_nobody_writes_beside_who_keeps_the_list(world, who):
    events, actors = world
    opening = events[1].opening
    with acting(actors[who]):
        told = {"name": "X", "number": 9, "site": "", "confirmed_at": timezone.now()}
        with pytest.raises(ProgrammingError), transaction.atomic():
            Registration.objects.create(opening=opening, **told)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Topic.objects.create(opening=opening, title="X", proposed_by="X", accepted_at=timezone.now())
        assert Registration.objects.filter(opening=opening).update(confirmed_at=None) == 0
        assert Opening.objects.filter(pk=opening.pk).update(places=9) == 0
        assert Topic.objects.filter(opening=opening).update(title="X") == 0
