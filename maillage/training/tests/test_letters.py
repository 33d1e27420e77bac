"""Who is registered is told: a place, a wait, a change, the end; once each, without a reason nor a name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, client_of, make_member
from maillage.jobs.tests.queue import run_queue
from maillage.permissions.context import acting
from maillage.training import tasks
from maillage.training.actions import account, letters, registrations, sessions
from maillage.training.models import AccountLine, HalfDay, Letter, Registration, Session
from maillage.training.tests import factories as make
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def places():
    return laid_out()


def laid_out():
    """A session of one seat; Awa and Bao of the same employer, who registered in that order and were agreed to."""
    with become("maintenance"):
        organiser = make_member(Role.TRAINING_OFFICER)
        awa, bao = (make_member() for _ in range(2))
    row = make.make_session(organiser, seats=1, title="Aller vers", place="Tours")
    asked = [make.make_registration(row, one, by=organiser) for one in (awa, bao)]
    return {"organiser": organiser, "awa": awa, "bao": bao, "row": row, "asked": asked}


def mails():
    """What leaves at that moment, as the worker does it: {to: subject}."""
    mail.outbox.clear()
    with become("maintenance"):
        last = ProcrastinateJob.objects.order_by("id").values_list("id", flat=True).last() or 0
    tasks.leave_letters(timestamp=0)
    with become("maintenance"):
        jobs = list(ProcrastinateJob.objects.filter(task_name=letters.SEND, id__gt=last).order_by("id"))
    for job in jobs:
        tasks.send_one_letter(**job.args)
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox)
    return {one.to[0]: one.subject.replace("\u00a0", " ").split(" :")[0] for one in mail.outbox}


def later(days):
    with become("maintenance"):
        Letter.objects.update(due_at=F("due_at") - timedelta(days=days))


def moved(row, on):
    """The same session, on another day."""
    with become("maintenance"):
        HalfDay.objects.filter(session=row).update(on=on)
        Session.objects.filter(pk=row.pk).update(starts_on=on, ends_on=on, asks_until=on)


def test_a_place_a_wait_then_the_place_that_was_given_back(places):
    awa, bao = places["awa"].user.email, places["bao"].user.email
    assert mails() == {awa: "Vous avez une place", bao: "En liste d’attente"}
    assert mails() == {}
    with acting(actor_of(places["awa"])) as by:
        registrations.withdraw(by=by, registration=places["asked"][0])
    assert mails() == {bao: "Vous avez une place"}
    assert "Aller vers" in mail.outbox[0].body
    assert mails() == {}


def test_who_waits_for_their_employer_is_told_once_it_answered(places):
    with become("maintenance"):
        leader = make_member(Role.TEAM_LEADER, places["bao"].structure)
        Registration.objects.all().delete()
    row = make.make_registration(places["row"], places["bao"], state="asked")
    assert mails() == {}
    with acting(actor_of(leader)) as by:
        registrations.answer(by=by, registration=row, agreed=False, reason="Le planning de Claire.")
    assert mails() == {places["bao"].user.email: "Votre demande de formation a sa réponse"}
    assert "planning" not in mail.outbox[0].body


def test_a_session_that_moves_is_told_once_then_reminded_three_days_before(places):
    mails()
    later(3)
    assert mails() == {}
    moved(places["row"], TODAY + timedelta(days=20))
    assert set(mails().values()) == {"Changé"}
    assert mails() == {}
    moved(places["row"], TODAY + timedelta(days=3))
    assert set(mails().values()) == {"Changé"}
    later(2)
    assert mails() == {places["awa"].user.email: "Rappel"}
    assert mails() == {}


def test_a_cancelled_session_is_told_to_all_who_asked_and_says_no_reason(places):
    mails()
    with acting(actor_of(places["organiser"])) as by:
        sessions.cancel_session(by=by, session=places["row"], why="La formatrice est malade.")
    assert set(mails().values()) == {"Annulée"}
    assert len(mail.outbox) == 2
    assert "malade" not in mail.outbox[0].body
    assert mails() == {}


def test_who_came_is_told_that_the_attestation_is_ready(places):
    moved(places["row"], TODAY - timedelta(days=1))
    make.make_presences(places["asked"][0], places["organiser"].user)
    assert mails() == {}
    make.finish(places["row"], actor_of(places["organiser"]))
    assert mails() == {places["awa"].user.email: "Votre attestation est prête"}
    assert mails() == {}


def test_who_contested_a_line_is_told_once_it_is_decided(places):
    with become("maintenance"):
        officer = make_member(Role.TRAINING_OFFICER, places["awa"].structure)
    moved(places["row"], TODAY - timedelta(days=1))
    make.make_presences(places["asked"][0], places["organiser"].user)
    make.finish(places["row"], actor_of(places["organiser"]))
    mails()
    with acting(actor_of(places["awa"])) as by:
        contest = account.contest(by=by, line=AccountLine.objects.get(), words="C’était une formation.")
    assert mails() == {}
    with acting(actor_of(officer)) as by:
        account.answer_contest(by=by, contest=contest, accepted=True)
    assert mails() == {places["awa"].user.email: "Une ligne contestée a sa réponse"}
    assert mails() == {}


def test_who_withdrew_while_the_mail_waited_gets_none(places):
    letters.leave_due()
    with acting(actor_of(places["awa"])) as by:
        registrations.withdraw(by=by, registration=places["asked"][0])
    mail.outbox.clear()
    with become("maintenance"):
        pks = list(Letter.objects.values_list("pk", flat=True))
    for pk in pks:
        tasks.send_one_letter(letter=pk)
    assert [one.to for one in mail.outbox] == [[places["bao"].user.email]]


def test_who_organises_reads_what_left_and_whom_no_mail_reaches(places):
    make.make_guest(places["row"], places["organiser"])
    tasks.leave_letters(timestamp=0)
    read = client_of(places["organiser"]).get(places["row"].get_absolute_url()).content.decode()
    assert "encore de partir" in read
    with become("maintenance"):
        pks = list(Letter.objects.values_list("pk", flat=True))
    for pk in pks:
        tasks.send_one_letter(letter=pk)
    read = client_of(places["organiser"]).get(places["row"].get_absolute_url()).content.decode()
    assert ("le dernier le" in read, "encore de partir" in read) == (True, False)
    assert "à prévenir autrement" in read
    other = client_of(places["awa"]).get(places["row"].get_absolute_url()).content.decode()
    assert "le dernier le" not in other


def test_the_real_queue_sends_each_mail_once(transactional_db):
    with transaction.atomic():
        laid_out()
    mail.outbox.clear()
    for _ in range(2):
        letters.leave_due()
    run_queue()
    assert len(mail.outbox) == 2
