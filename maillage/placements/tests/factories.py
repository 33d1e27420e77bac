"""A session of a platform, two schools, their students, two hosts, without surprises."""

from datetime import date, timedelta
from itertools import count

from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.directory.models import Territory
from maillage.permissions.context import acting
from maillage.placements import tasks
from maillage.placements.actions import rounds
from maillage.placements.actions.letters import SEND
from maillage.placements.models import (
    Candidate,
    Cohort,
    Host,
    Impossibility,
    Priority,
    School,
    Seat,
    Seed,
    Session,
    WishList,
)
from tests.plugin import become

numbers = count(1)
SECRET = "0" * 64
TOURS, CHINON = "37261", "37072"


def commune(code=TOURS):
    return Territory.objects.communes().get(code=code)


def dates(phase="wishes"):
    """`phase`: seats, wishes, closed or results."""
    now, a_day = timezone.now(), timedelta(days=1)
    shift = {"seats": 3, "wishes": 0, "closed": -3, "results": -6}[phase]
    at = now + shift * a_day
    return {
        "seats_until": at + a_day if phase != "seats" else now + a_day,
        "opens_at": at - a_day,
        "closes_at": at + 2 * a_day,
        "results_at": at + 4 * a_day,
    }


def make_session(structure, phase="wishes", published=True, **told):
    told = {"title": f"Session {next(numbers)}", "contact": "stages@exemple.test", **dates(phase), **told}
    told |= {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 30)}
    told |= {"published_at": timezone.now(), "commitment": "f" * 64} if published else {}
    with become("maintenance"):
        session = Session.objects.create(structure=structure, territory=commune(), **told)
        Seed.objects.create(session=session, secret=SECRET)
        return session


def make_school(session, structure):
    with become("maintenance"):
        return School.objects.create(session=session, structure=structure)


def make_cohort(school, diploma="deass", year=1, levels=("1",), **told):
    with become("maintenance"):
        return Cohort.objects.create(
            school=school, diploma_code=diploma, year=year, levels=list(levels), **told
        )


def make_candidate(school, user=None, need="", **told):
    number = next(numbers)
    told = {"name": f"Étudiante {number}", "diploma_code": "deass", "year": 2, **told}
    with become("maintenance"):
        row = Candidate.objects.create(
            session=school.session, school=school, number=number, user=user, **told
        )
        if need:
            Priority.objects.create(candidate=row, need=need)
        return row


def make_host(session, structure, **told):
    with become("maintenance"):
        return Host.objects.create(session=session, structure=structure, **told)


def make_seat(session, structure, **told):
    told = {"title": f"Service {next(numbers)}", "declared": 1, **told}
    with become("maintenance"):
        told.setdefault("commune", commune())
        return Seat.objects.create(session=session, structure=structure, **told)


def make_list(candidate, *seats, **told):
    with become("maintenance"):
        return WishList.objects.create(candidate=candidate, seats=[one.pk for one in seats], **told)


def make_bar(wishes, structure):
    with become("maintenance"):
        return Impossibility.objects.create(wishes=wishes, structure=structure, kind="works")


def move(session, phase):
    """The days pass: nothing else changes."""
    with become("maintenance"):
        Session.objects.filter(pk=session.pk).update(**dates(phase))
    return fresh(session)


def fresh(row):
    with become("maintenance"):
        return type(row).objects.get(pk=row.pk)


class Region:
    """A platform and two schools; Awa (an account) and Bao (a name) in the first one, Chloé in the other; two hosts, one
    seat each; nothing ranked."""

    def __init__(self, phase="wishes", **told):
        with become("maintenance"):
            self.officer = make_member(Role.TRAINING_OFFICER)
            self.second = make_member(Role.TRAINING_OFFICER, self.officer.structure)
            self.school_officer, self.other_officer = (make_member(Role.TRAINING_OFFICER) for _ in range(2))
            school = self.school_officer.structure
            self.awa, self.chloe = (
                make_member(Role.STUDENT, one) for one in (school, self.other_officer.structure)
            )
            self.host, self.other_host = (make_member(Role.TEAM_LEADER) for _ in range(2))
            self.stranger = make_member()
        self.session = make_session(self.officer.structure, phase, **told)
        self.school = make_school(self.session, school)
        self.other_school = make_school(self.session, self.other_officer.structure)
        self.candidate = make_candidate(self.school, self.awa.user, name="Awa Diallo")
        self.unsigned = make_candidate(self.school, name="Bao Tran")
        self.other = make_candidate(self.other_school, self.chloe.user, name="Chloé Petit")
        self.seat = make_seat(self.session, self.host.structure, title="Polyvalence")
        self.far_seat = make_seat(
            self.session, self.other_host.structure, title="Insertion", commune=commune(CHINON)
        )

    def mails(self):
        """What leaves at that moment, as the worker does it: [(to, subject, body)], by address."""
        mail.outbox.clear()
        with become("maintenance"):
            last = ProcrastinateJob.objects.order_by("id").values_list("id", flat=True).last() or 0
        tasks.leave_letters(timestamp=0)
        with become("maintenance"):
            jobs = list(ProcrastinateJob.objects.filter(task_name=SEND, id__gt=last).order_by("id"))
        for job in jobs:
            tasks.send_one_letter(**job.args)
        told = [(one.to[0], one.subject.replace("\u00a0", " "), one.body) for one in mail.outbox]
        return sorted(told)

    def actor(self, name):
        return actor_of(getattr(self, name))

    def run(self, number=1):
        with acting(self.actor("officer")) as by:
            return rounds.run(by=by, session=fresh(self.session), number=number)
