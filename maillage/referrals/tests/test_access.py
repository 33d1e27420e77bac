"""What the rules say and what PostgreSQL shows are the same rows; each writes what is theirs, and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from maillage.governance.tests.parity import succeeds
from maillage.people.models import Channel, Conflict, Household, Person
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of
from maillage.referrals.actions import answering, sending
from maillage.referrals.actions.answering import Piece
from maillage.referrals.models import (
    Appeal,
    Event,
    JoinedDocument,
    MissingPiece,
    Referral,
    ReferralSection,
    SchemeRequest,
    SentSection,
)
from maillage.referrals.rules import visible
from maillage.referrals.tests.factories import begun, sent
from maillage.support.models import Document
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (Appeal, Event, JoinedDocument, MissingPiece, Referral, ReferralSection, SchemeRequest, SentSection)
NAMES = ("worker", "mate", "colleague", "officer", "shelter", "stranger", "person", "anonymous")


@pytest.fixture(scope="module")
def world(whole_town):
    """A draft, one sent in part with a paper missing and a part no longer agreed to, one taken back, one at another scheme."""
    town = whole_town
    begun(town)
    request = sent(town, parts=["identity", "contact", "request"])
    gone = sent(town)
    sent(town, town.transitional)
    with acting(town.officer):
        told = {"on": date.today(), "complete_by": date.today() + timedelta(days=9)}
        answering.ask_missing(
            by=town.officer,
            request=request,
            version=request.version,
            pieces=[Piece("Le bail", "person")],
            **told,
        )
    with acting(town.person):
        sending.withdraw(by=town.person, request=gone, version=gone.version)
    _papers(town, request, gone)
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=request.pk).update(agreed=["identity", "contact"])
    town.anonymous, town.request, town.gone = ANONYMOUS, request, gone
    return town


def _papers(town, request, gone):
    """An appeal that the scheme reads, one that it does not; papers agreed to or not, on what is sent and taken back."""
    day, now = date.today(), timezone.now()
    with become("maintenance"):
        told = {"person": town.samira, "structure": town.here}
        appeal = {"authority": "le juge", "decision_on": day, "lodged_on": day, **told}
        Appeal.objects.create(request=request, shared=True, **appeal)
        Appeal.objects.create(request=request, outcome="lost", answered_on=day, **appeal)
        named = {"kind": "other", "level": "team", "key": "0" * 40, "size": 1, "name": "x", "title": "x"}
        papers = [Document.objects.create(media_type="text/plain", **named, **told) for _ in range(2)]
        yes = {"agreed_at": now, "way": "oral"}
        row = {
            "title": "x",
            "key": "0" * 40,
            "name": "x",
            "media_type": "text/plain",
            "joined_on": day,
            **told,
        }
        JoinedDocument.objects.create(request=request, document=papers[0], **yes, **row)
        JoinedDocument.objects.create(request=request, document=papers[1], **row)
        JoinedDocument.objects.create(request=gone, document=papers[0], **yes, **row)


def test_the_scheme_reads_the_papers_agreed_to_and_the_appeal_that_is_shared(world):
    with acting(world.officer):
        assert (JoinedDocument.objects.count(), Appeal.objects.count()) == (1, 1)
    with acting(world.person):
        assert (JoinedDocument.objects.count(), Appeal.objects.count()) == (3, 2)


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_policies_show_the_same_rows(world, model, archived):
    if archived:
        _archive(world)
    found = {}
    for name in NAMES:
        actor = getattr(world, name)
        with become("maintenance"), acting(actor):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        if seen != allowed:
            found[name] = (len(seen - allowed), len(allowed - seen))
    assert found == {}


def _archive(world):
    """The request to the fund is over; that to the shelter, by a file archived before such requests kept it, is not."""
    with become("maintenance"):
        SchemeRequest.objects.filter(pk=world.request.pk).update(state="closed", ended_on=date.today())
        Person.objects.filter(pk=world.samira.pk).update(archived_on=date.today())


def test_once_the_file_is_archived_no_scheme_reads_what_was_sent(world):
    _archive(world)
    with acting(world.officer):
        assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
        assert inbox(["closed", "withdrawn"]) == (0, 0)
    with acting(world.shelter):
        assert (SchemeRequest.objects.count(), SentSection.objects.count()) == (1, 0)
        assert inbox(["sent"]) == (1, 1)


def inbox(states):
    """(rows of its page, how many it says)."""
    rows = rows_of("inbox_page(%s::varchar[], 0, 50)", states)
    (counts,) = rows_of("inbox_counts(%s::varchar[], %s::date)", states, date.today())
    return len(rows), counts.every


def test_each_sees_what_is_said(world):
    counts = {}
    for name in NAMES:
        with acting(getattr(world, name)):
            counts[name] = (SchemeRequest.objects.count(), SentSection.objects.count())
    parts = 3 + len(world.fund.sections) + len(world.transitional.sections)
    assert counts == {
        "worker": (4, parts), "mate": (4, parts), "colleague": (0, 0), "officer": (2, 2),
        "shelter": (1, len(world.transitional.sections)), "stranger": (0, 0), "person": (4, parts),
        "anonymous": (0, 0),
    }  # fmt: skip


WRITES = {
    "the decision": {"state": "accepted", "outcome": "accepted", "decided_on": date(2026, 11, 29)},
    "the agreement": {"agreed": ["identity", "health"]},
    "the taking back": {"withdrawn_at": None, "state": "sent"},
    "whose it is": {"scheme_id": None},
}
MAY = {
    "the decision": {"worker", "mate", "officer"},
    "the agreement": {"worker", "mate", "person"},
    "the taking back": {"worker", "mate"},
    "whose it is": set(),
}


@pytest.mark.parametrize("what", WRITES)
def test_who_writes_what_of_a_request(world, what):
    target = world.gone if what == "the taking back" else world.request
    values = WRITES[what]
    if what == "whose it is":
        values = {"scheme_id": world.transitional.pk}
    found = set()
    for name in NAMES:
        with acting(getattr(world, name)):
            if succeeds(SchemeRequest.objects.filter(pk=target.pk).update, **values):
                found.add(name)
    assert found == MAY[what]


def test_nobody_writes_the_copy_of_a_part_that_is_not_agreed_to(world):
    told = {
        "person": world.samira,
        "structure": world.here,
        "request": world.request,
        "sent_at": timezone.now(),
    }
    with acting(world.worker):
        part = SentSection(code="resources", filled="{}", **told)
        assert not succeeds(_inserted, part)


def _inserted(row):
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize("name", ["colleague", "stranger", "shelter", "anonymous"])
def test_a_stranger_tells_nothing_of_a_request(world, name):
    actor = getattr(world, name)
    told = {"person": world.samira, "structure": world.here, "request": world.request}
    with acting(actor):
        event = Event(kind="sent", on=date.today(), by_id=actor.user_id, by_label="x", **told)
        assert not succeeds(_inserted, event)


def test_an_officer_reads_no_other_line_of_the_person(world):
    """What was sent, and that is all: neither the folder nor who they are."""
    with acting(world.officer):
        assert [model.objects.count() for model in (Person, Household, Channel)] == [0, 0, 0]


def test_whoever_is_kept_out_of_a_file_reads_nothing_of_it_where_they_work(world):
    with become("maintenance"):
        agent = world.members["officer"].user
        Conflict.objects.create(person=world.samira, agent=agent, reason="proche", by=agent)
    with acting(world.officer):
        assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
