"""Papers of a point: sealed, for members alone under the rules of the point, each reading journaled."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member
from maillage.audit.models import Entry
from maillage.files.tests.samples import pdf
from maillage.governance.models import Convocation, ItemDocument, Recusal
from maillage.governance.queries.convocations import token_of
from maillage.governance.rules import visible
from maillage.governance.tests.factories import (
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
)
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    cache.clear()
    settings.MAILLAGE_FILES = tmp_path
    return lambda: [one for one in tmp_path.rglob("*") if one.is_file()]


class World:
    def __init__(self):
        with become("maintenance"):
            self.secretary, self.member = make_member(Role.ANIMATOR), make_member(Role.SOCIAL_WORKER)
            self.stranger = make_member(Role.SOCIAL_WORKER)
        self.committee = make_committee(self.secretary.structure)
        make_duty(self.committee, self.secretary.user)
        self.seat = make_seat(self.committee, user=self.member.user, name="Nadia Roux")
        self.meeting = make_gathering(self.committee, timezone.now() + timedelta(days=9))
        self.item = make_item(self.meeting, "Louer une salle")

    def add(self, who=None, content=None, **typed):
        url = reverse("governance:add_item_document", args=[self.meeting.public_id, self.item.public_id])
        file = SimpleUploadedFile("salle.pdf", pdf() if content is None else content)
        return client_of(who or self.secretary).post(url, {"title": "Budget 2027", "file": file, **typed})

    def document(self):
        with become("maintenance"):
            return ItemDocument.objects.get()

    def opened(self, who):
        client = client_of(who) if who else Client()
        return client.get(reverse("governance:item_document", args=[self.document().public_id]))


@pytest.fixture
def world():
    return World()


def test_a_member_reads_it_and_the_journal_says_so(world, kept):
    assert world.add(plain="on").status_code == 302
    (file,) = kept()
    assert b"%PDF" not in file.read_bytes()
    answer = world.opened(world.member)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    with become("maintenance"):
        assert Entry.objects.filter(verb="read_item_document").count() == 1
    url = reverse("governance:gathering", args=[world.meeting.public_id])
    assert "En clair" in client_of(world.member).get(url).content.decode()
    assert "Budget 2027" not in client_of(world.stranger).get(url).content.decode()
    assert world.opened(world.stranger).status_code == 404
    assert world.opened(None).status_code in (302, 404)


def test_it_disappears_for_whoever_steps_aside_and_stays_members_only_after_an_embargo(world):
    world.add()
    with become("maintenance"):
        Recusal.objects.create(
            item=world.item, gathering=world.meeting, occupant=world.seat, user_id=world.member.user_id
        )
    assert world.opened(world.member).status_code == 404


def test_what_it_really_is_is_checked_and_nothing_typed_is_lost(world, kept):
    answer = world.add(content=b"MZ\x90\x00 programme")
    assert answer.status_code == 422
    assert 'value="Budget 2027"' in answer.content.decode()
    assert kept() == []


def test_a_member_adds_and_removes_nothing(world, kept):
    assert world.add(who=world.member).status_code == 403
    world.add()
    url = reverse("governance:remove_item_document", args=[world.document().public_id])
    client_of(world.member).post(url)
    assert world.document()


def test_removed_its_file_goes_too(world, kept, django_capture_on_commit_callbacks):
    world.add()
    url = reverse("governance:remove_item_document", args=[world.document().public_id])
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(world.secretary).post(url).status_code == 302
    with become("maintenance"):
        assert not ItemDocument.objects.exists()
    assert kept() == []


def test_the_link_of_a_convocation_opens_it_unless_its_holder_stepped_aside(world):
    world.add()
    with become("maintenance"):
        row = Convocation.objects.create(gathering=world.meeting, occupant=world.seat)
    url = reverse("governance:convocation_paper", args=[token_of(row), world.document().public_id])
    assert Client().get(url).content.startswith(b"%PDF")
    with become("maintenance"):
        (line,) = Entry.objects.filter(verb="read_item_document")
        assert line.actor_label == "Nadia Roux, par un lien"
        Recusal.objects.create(item=world.item, gathering=world.meeting, occupant=world.seat, user_id=None)
    assert Client().get(url).status_code == 404


def test_rules_and_postgresql_agree_on_what_convocations_and_papers_each_sees(world):
    world.add()
    with become("maintenance"):
        Convocation.objects.create(gathering=world.meeting, occupant=world.seat)
    actors = [*map(actor_of, (world.secretary, world.member, world.stranger)), ANONYMOUS]
    for model, expected in ((Convocation, [1, 1, 0, 0]), (ItemDocument, [1, 1, 0, 0])):
        for actor, count in zip(actors, expected, strict=True):
            with become("maintenance"):
                allowed = model.objects.filter(visible(model, actor)).count()
            with acting(actor):
                assert (model.objects.count(), allowed) == (count, count)
