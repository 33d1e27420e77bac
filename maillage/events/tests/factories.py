"""Meetings that open their doors, and those who register, without surprises."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.events import tasks
from maillage.events.actions import openings, registrations
from maillage.events.models import Opening, Registration, Share
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering
from tests.plugin import become

MAILS = {
    registrations.ASK: tasks.ask_to_confirm,
    openings.TELL: tasks.tell_turns,
    openings.TELL_CANCELLED: tasks.tell_cancelled,
    openings.TELL_MOVED: tasks.tell_moved,
}


def make_opening(gathering, shares=(), **told):
    told = {"closes_at": gathering.starts_at - timedelta(days=1), **told}
    with become("maintenance"):
        opening = Opening.objects.create(gathering=gathering, **told)
        for position, (name, places) in enumerate(shares):
            Share.objects.create(opening=opening, name=name, places=places, position=position)
    return opening


def make_registration(opening, number=1, **told):
    told = {"name": f"Inscrite {number}", "email": f"inscrite{number}@exemple.test", **told}
    told = {"confirmed_at": timezone.now(), "site": "http://testserver", **told}
    with become("maintenance"):
        return Registration.objects.create(opening=opening, number=number, **told)


class Event:
    """A public meeting in ten days, kept by an animator, open to registrations as `told`."""

    def __init__(self, shares=(), publicity="public", starts_in=timedelta(days=10), **told):
        with become("maintenance"):
            self.keeper = make_member(Role.ANIMATOR)
        self.committee = make_committee(self.keeper.structure, publicity=publicity)
        make_duty(self.committee, self.keeper.user)
        self.actor = actor_of(self.keeper)
        self.meeting = make_gathering(self.committee, timezone.now() + starts_in, title="Forum du territoire")
        self.opening = make_opening(self.meeting, shares, **told)
        self.done = 0

    def mails(self):
        """[(to, subject)] of the jobs queued since the last time, as the worker does them."""
        mail.outbox.clear()
        with become("maintenance"):
            jobs = list(ProcrastinateJob.objects.filter(task_name__in=MAILS, id__gt=self.done).order_by("id"))
        for job in jobs:
            MAILS[job.task_name](**job.args)
            self.done = job.id
        return [(one.to[0], one.subject.replace("\u00a0", " ").split(" :")[0]) for one in mail.outbox]

    def rows(self):
        with become("maintenance"):
            return {row.name: row for row in Registration.objects.filter(opening=self.opening)}
