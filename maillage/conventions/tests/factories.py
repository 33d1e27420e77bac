"""Conventions, tutors and sites without surprises."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.conventions.actions import conventions as actions
from maillage.conventions.actions.conventions import SignerTold
from maillage.conventions.models import Convention, Site, Tutor
from maillage.conventions.rules import Calendar
from maillage.directory.fold import fold
from maillage.permissions.context import acting
from tests.plugin import become

numbers = count(1)
TEXTS = {
    "course_hours": 600,
    "skills": "Conduire un entretien.",
    "activities": "Accueil et visites à domicile.",
    "teacher_name": "Colette Roy",
    "student_birth_date": date(2004, 5, 6),
}


def make_tutor(structure=None, member=None, **told):
    told = {"diplomas": ["deass"], "since": date(2024, 1, 1), **told}
    with become("maintenance"):
        who = member or make_member(Role.SOCIAL_WORKER, structure or make_structure())
        return Tutor.objects.create(user=who.user, structure=who.structure, **told)


def make_site(school, host, accepted=True, **told):
    today = timezone.localdate()
    told = {"starts_on": today - timedelta(days=90), "ends_on": today + timedelta(days=300), **told}
    told |= {"proposed_on": today, "accepted_on": today if accepted else None}
    with become("maintenance"):
        return Site.objects.create(school=school, host=host, **told)


def fresh(row):
    with become("maintenance"):
        return type(row).objects.get(pk=row.pk)


class Placed:
    """A draft between a school and a host: an officer, a student with an account, a tutor, the leader of the host."""

    def __init__(self, first=None, last=None, school=None, host=None, tutor=None, **told):
        number = next(numbers)
        with become("maintenance"):
            self.officer = make_member(Role.TRAINING_OFFICER, school)
            self.student = make_member(Role.STUDENT, self.officer.structure)
            self.leader = make_member(Role.TEAM_LEADER, host)
        self.school, self.host = self.officer.structure, self.leader.structure
        with become("maintenance"):
            User.objects.filter(pk=self.leader.user_id).update(last_name=f"Leduc {number}")
            self.leader.user.refresh_from_db()
            self.worker = make_member(Role.SOCIAL_WORKER, self.host)
            for one in (self.school, self.host):
                type(one).objects.filter(pk=one.pk).update(folded_name=fold(one.name))
        self.tutor = tutor or make_tutor(member=self.worker)
        self.by = actor_of(self.officer)
        today = timezone.localdate()
        self.periods = Calendar.weekly(
            first or today - timedelta(days=30), last or today + timedelta(days=90)
        )
        told = {"status": "initial", **told}
        with acting(self.by):
            self.row = actions.draft(
                by=self.by,
                student=self.student.user,
                student_name="",
                school=self.school,
                host=self.host,
                diploma_code="deass",
                year=2,
                periods=self.periods,
                tutor=self.tutor,
                values={**TEXTS, **told.pop("values", {})},
                signers=self.signers,
                **told,
            )

    @property
    def signers(self):
        """Two by account, two by a link; the teacher is the officer's colleague, by a link too."""
        return [
            SignerTold("student", str(self.student.user), user_id=self.student.user_id),
            SignerTold("school", str(self.officer.user), "responsable des stages", user_id=self.officer.user_id),
            SignerTold("host", f"Maryse Aubin {self.host.pk}", "directrice", "maryse@exemple.test"),
            SignerTold("tutor", str(self.tutor.user), user_id=self.tutor.user_id),
        ]  # fmt: skip

    def propose(self):
        with acting(self.by):
            self.row = actions.propose(by=self.by, convention=self.row)
        return self

    def change(self, why="", read=None, **values):
        row = fresh(self.row)
        kept = {name: getattr(row, name) for name in TEXTS} | {"tutor": self.tutor}
        with acting(self.by):
            self.row = actions.save(
                by=self.by,
                convention=row,
                read=row.version if read is None else read,
                periods=values.pop("periods", self.periods),
                values=kept | values,
                signers=self.signers,
                why=why,
            )
        return self.row


def euros(text):
    return Decimal(text)


def conventions_of(structure):
    with become("maintenance"):
        return list(Convention.objects.filter(school=structure))
