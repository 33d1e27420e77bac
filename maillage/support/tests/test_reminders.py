"""Reminders leave once, the day before, by one way, and tell nothing to whoever else may see them arrive."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from maillage.accounts.tests.factories import make_member
from maillage.audit.models import Entry
from maillage.people.models import Attachment, Channel
from maillage.people.tests.factories import attach, make_person
from maillage.support.actions.escalation import escalate_promises
from maillage.support.actions.reminders import Sent, send_reminders
from maillage.support.actions.standing_in import SeesTooLittle
from maillage.support.models import Appointment
from maillage.support.tests.factories import make_appointment
from tests.plugin import become

pytestmark = pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
PLACE = "Maison des solidarités, bureau 3"


def lay_out(worker, *channels, days=1, **fields):
    """A meeting that many days away, of a person with these (kind, value, discreet)."""
    person = make_person()
    attach(worker, person)
    for kind, value, discreet in channels:
        Channel.objects.create(person=person, kind=kind, value=value, discreet=discreet)
    told = {"remind": True, "place": PLACE, "purpose": "violences", **fields}
    return make_appointment(person, worker, timezone.now() + timedelta(days=days), **told)


def test_the_day_before_once_by_one_way_and_only_what_is_due(capsys):
    with become("maintenance"):
        worker = make_member()
        lay_out(worker, ("phone", "0600000001", False), ("email", "samira@exemple.test", False))
        lay_out(worker, ("phone", "0600000002", False), ("post", "1 rue du Canari", False))
        lay_out(worker, ("post", "2 rue du Canari", False))
        lay_out(worker, ("email", "a@exemple.test", False), days=5)
        lay_out(worker, ("email", "b@exemple.test", False), days=-1)
        lay_out(worker, ("email", "c@exemple.test", False), remind=False)
        lay_out(worker, ("email", "d@exemple.test", False), state="cancelled")
    told = [StringIO(), StringIO()]
    for out in told:
        call_command("send_reminders", stdout=out)
    assert told[0].getvalue().startswith("Rappels envoyés : 2. Sans moyen de joindre la personne : 1.")
    assert told[1].getvalue().startswith("Rappels envoyés : 0. Sans moyen de joindre la personne : 0.")
    assert [one.to for one in mail.outbox] == [["samira@exemple.test"]]
    assert PLACE in mail.outbox[0].body
    assert "violences" not in mail.outbox[0].body
    printed = capsys.readouterr().out
    assert printed.count("0600000002") == 1
    assert "0600000001" not in printed
    assert "Canari" not in printed
    with become("maintenance"):
        ways = Entry.objects.filter(verb="reminder").values_list("details__way", "actor_label")
        assert sorted(way for way, _ in ways) == ["aucun moyen", "email", "sms"]
        assert all(label.startswith("Maillage, pour Claire Morel") for _, label in ways)


def test_without_the_role_that_finds_what_is_due_it_fails_aloud():
    for job in (send_reminders, escalate_promises):
        with pytest.raises(SeesTooLittle):
            job(using="default")


def test_discreet_it_names_neither_place_nor_service():
    with become("maintenance"):
        worker = make_member()
        lay_out(worker, ("email", "samira@exemple.test", True))
    assert send_reminders() == Sent(sent=1)
    (sent,) = mail.outbox
    text = f"{sent.subject} {sent.body} {sent.from_email}"
    for told in (PLACE, "Maillage", "rendez-vous", str(worker.user), str(worker.structure), "Samira"):
        assert told not in text
    assert f"{timezone.localdate() + timedelta(days=1):%Y}" in sent.body


def test_when_it_cannot_leave_the_next_run_tries_again(settings, caplog):
    with become("maintenance"):
        lay_out(make_member(), ("email", "samira@exemple.test", False))
    settings.MAILLAGE_SENDERS = {"email": "maillage.nowhere.Sender"}
    assert send_reminders() == Sent(failed=1)
    settings.MAILLAGE_SENDERS = {"email": "maillage.web.senders.MailSender"}
    assert send_reminders() == Sent(sent=1)
    assert len(mail.outbox) == 1
    assert "samira@exemple.test" not in caplog.text


def test_a_colleague_who_follows_her_stands_in_and_nobody_else_does():
    with become("maintenance"):
        worker = make_member()
        colleague = make_member(structure=worker.structure)
        meeting = lay_out(worker, ("email", "samira@exemple.test", False))
        Attachment.objects.update(ended_at=timezone.now())
    assert send_reminders() == Sent(failed=1)
    with become("maintenance"):
        attach(colleague, meeting.person)
    assert send_reminders() == Sent(sent=1)
    with become("maintenance"):
        assert Entry.objects.get(verb="reminder").actor_user_id == colleague.user_id
        assert Appointment.objects.get().reminded_at is not None
