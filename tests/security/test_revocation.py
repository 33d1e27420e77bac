"""After a withdrawal, an unassignment, an agent kept out: nothing, on nine channels, from the next request on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member, make_structure
from maillage.people.actions import keep_out, withdraw_consent
from maillage.people.models import Attachment, Consent, Household
from maillage.people.tests.factories import attach, give, make_family
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions.closing import Closing, close_structure
from maillage.support.actions.goals import Planned
from maillage.support.queries.work import my_day
from maillage.support.tests.factories import (
    make_act,
    make_appointment,
    make_document,
    make_goal,
    make_note,
    make_promise,
    make_question,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcoatl"
TABLES = (
    "people_person", "people_channel", "people_consent", "people_attachment", "people_household", "support_act",
    "support_note", "support_goal", "support_step", "support_document", "support_appointment", "support_promise",
    "support_directquestion",
)  # fmt: skip


@pytest.fixture
def town(settings, tmp_path):
    """A worker's person; `reader` is a partner who reads it all by agreement, `mate` a colleague of the team."""
    settings.MAILLAGE_FILES = tmp_path
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER, make_structure("MDS de Chinon"))
        mate = make_member(Role.SOCIAL_WORKER, worker.structure)
        reader = make_member(Role.SOCIAL_WORKER, make_structure("Mission locale", "37261"))
        household, person, child = make_family(worker)
        person.first_name = person.called = CANARY
        person.save()
        attach(mate, person, household)
        consent = give(person, reader, "health", "home")
        Attachment.objects.create(
            household=household, structure_id=reader.structure_id, worker_id=reader.user_id, reason="essai",
            created_by_id=worker.user_id, consent_of=person,
        )  # fmt: skip
        soon = timezone.now() + timedelta(days=1)
        told = [
            make_note(person, worker, "circle", "health", synthesis=CANARY),
            make_document(person, worker, level="circle", part="health"),
            make_goal(person, worker, steps=[Planned(CANARY, "elle")], level="circle", part="health"),
            make_act(person, worker, CANARY),
            make_question(person, worker, level="circle", part="health", subject=CANARY),
        ]
        for member in (reader, mate):
            make_appointment(person, member, soon, place=CANARY)
            make_promise(person, member, timezone.localdate(), made_on=timezone.localdate(), what=CANARY)
    names = ("worker", "mate", "reader", "household", "person", "child", "consent")
    values = locals()
    return type("Town", (), {name: values[name] for name in names} | {"note": told[0], "document": told[1]})


def channels(town, member) -> dict[str, bool]:
    """Channel → whether anything of the person comes through it."""
    client, pk = client_of(member), town.person.pk

    def shows(url, **asked) -> bool:
        answer = client.get(url, asked)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code == 200 and CANARY.encode() in body

    def writes(url, typed) -> bool:
        return client.post(url, typed).status_code not in (403, 404)

    note = {"kind": "interview", "medium": "here", "held_on": "01/09/2026", "synthesis": "x"}
    return {
        "page": any(
            shows(reverse(name, args=[pk]))
            for name in (
                "people:person",
                "support:notes",
                "support:path",
                "support:circle",
                "support:goals",
                "support:questions",
            )
        )
        or shows(reverse("people:household", args=[town.household.pk])),
        "search": shows(reverse("people:persons"), q=CANARY[:5]),
        "autocomplete": shows(reverse("people:resemblances"), first_name=CANARY[:-1], last_name="Benali"),
        "export": shows(reverse("rights:export", args=["csv"]))
        or shows(reverse("support:print_path", args=[pk])),
        "notification": shows("/"),
        "POST from an open tab": writes(
            reverse("support:write", args=[pk]), {**note, "audience": "circle:health"}
        )
        or writes(reverse("support:reply", args=[pk, town.note.pk]), {"kind": "addition", "text": "x"}),
        "attachment": client.get(reverse("support:document", args=[pk, town.document.pk])).status_code == 200,
        "JSON and SQL": _rows(member) > 0,
        "history": shows(reverse("people:ledger", args=[pk]))
        or client.get(reverse("support:note", args=[pk, town.note.pk])).status_code == 200,
    }


def _rows(member) -> int:
    """Rows that row security leaves to this member, in every table that holds something of the person; of their own
    attachments, those that are open."""
    with acting(actor_of(member)) as actor, connection.cursor() as cursor:
        day = my_day(actor, timezone.localdate())
        found = len(day.appointments) + len(day.promises) + len(day.questions)
        for table in TABLES:
            still = " WHERE ended_at IS NULL" if table == "people_attachment" else ""
            cursor.execute(f"SELECT count(*) FROM {table}{still}")
            found += cursor.fetchone()[0]
    return found


def by_withdrawal(town):
    with acting(actor_of(town.worker)) as by:
        withdraw_consent(by=by, consent=town.consent, way="oral")
    return town.reader


def by_its_end(town):
    with become("maintenance"):
        day = timezone.localdate() - timedelta(days=1)
        Consent.objects.filter(pk=town.consent.pk).update(until=day, given_on=day)
    return town.reader


def by_unassignment(town):
    with become("maintenance"):
        Attachment.objects.filter(worker_id=town.mate.user_id).update(ended_at=timezone.now())
    return town.mate


def by_being_kept_out(town):
    with acting(actor_of(town.worker)) as by:
        keep_out(by=by, person=town.person, agent_id=town.mate.user_id, reason="ex-conjoint")
    return town.mate


def by_the_person(town):
    with acting(Actor(person_id=town.person.pk, label="la personne")) as by:
        withdraw_consent(by=by, consent=town.consent, way="self")
    return town.reader


WAYS = (by_withdrawal, by_its_end, by_unassignment, by_being_kept_out, by_the_person)


@pytest.mark.parametrize("member", ["reader", "mate"])
def test_before_everything_comes_through(town, member):
    """Otherwise what follows proves nothing."""
    found = channels(town, getattr(town, member))
    assert [name for name, open_ in found.items() if not open_] == []
    assert len(found) == 9


@pytest.mark.parametrize("revoke", WAYS)
def test_after_nothing_does(town, revoke):
    member = revoke(town)
    assert [name for name, open_ in channels(town, member).items() if open_] == []


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_after_its_structure_closes_nothing_does(town, tmp_path):
    """The account stays, and may belong elsewhere: nothing of the structure's is left to it."""
    with become("maintenance"):
        other_place = make_member(Role.SOCIAL_WORKER, user=town.reader.user)
    assert channels(town, town.reader)["page"]
    (tmp_path / "out").mkdir()
    close_structure(Closing(town.reader.structure, town.worker.user, tmp_path / "out", {}))
    for member in (town.reader, other_place):
        assert [name for name, open_ in channels(town, member).items() if open_] == []


def test_the_household_closes_with_its_part_alone(town):
    """A narrower agreement leaves the path and closes the home."""
    with become("maintenance"):
        give_less = {"structure_id": town.reader.structure_id, "reader_id": town.reader.user_id}
        Consent.objects.create(
            person=town.person, purpose="essai", way="self", given_on=timezone.localdate(), parts=[],
            until=timezone.localdate() + timedelta(days=9), **give_less,
        )  # fmt: skip
    by_withdrawal(town)
    with acting(actor_of(town.reader)):
        assert not Household.objects.exists()
    client = client_of(town.reader)
    assert client.get(reverse("people:person", args=[town.person.pk])).status_code == 200
    assert client.get(reverse("support:note", args=[town.person.pk, town.note.pk])).status_code == 404
