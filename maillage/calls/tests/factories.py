"""Calls, files and juries without surprises."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, make_user
from maillage.calls.models import (
    Answer,
    Application,
    Assignment,
    Award,
    Call,
    FileVersion,
    Funder,
    Indicator,
    Partner,
    Question,
    Reading,
    Ruling,
)
from maillage.governance.models import Presence, Seat
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from maillage.permissions import Actor
from tests.plugin import become

numbers = count(1)
CRITERIA = ["Ce que les personnes y gagnent", "Ce qui est fait avec elles"]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def make_jury(structure=None, **told):
    """Two colleges, both required: professionals, concerned persons."""
    return make_committee(structure, kind="jury", decision_mode="majority", **told)


def make_call(committee=None, opens=-10, closes=10, published=True, **told):
    told = {"title": f"Appel {next(numbers)}", "purpose": "Aller vers", "criteria": CRITERIA, **told}
    with become("maintenance"):
        call = Call.objects.create(
            committee=committee or make_jury(),
            opens_at=in_days(opens),
            closes_at=in_days(closes),
            published_at=in_days(opens) if published else None,
            remedies="Dans les deux mois.",
            **told,
        )
        for rank, (key, short) in enumerate((("presentation", True), ("partenariats", False))):
            Question.objects.create(call=call, key=key, label=f"Votre {key}", position=rank, short=short)
    return call


def make_funder(call, amount=10_000, structure=None):
    with become("maintenance"):
        return Funder.objects.create(call=call, structure=structure or make_structure(), amount=amount)


def make_file(call, structure=None, state="draft", text="Une maison ouverte.", **told):
    """Answered whole; handed in unless it is a draft."""
    told = {"title": f"Projet {next(numbers)}", "asked": 4000, **told}
    with become("maintenance"):
        user = told.pop("user", None) or make_user()
        row = Application.objects.create(
            call=call,
            structure=structure or make_structure(),
            state=state,
            written_by=user,
            submitted_at=None if state == "draft" else timezone.now(),
            **told,
        )
        for question in call.questions.all():
            Answer.objects.create(application=row, question=question, text=text)
        if state != "draft":
            content = [{"label": "Votre presentation", "kind": "text", "text": text}]
            FileVersion.objects.create(
                application=row,
                number=1,
                title=row.title,
                asked=row.asked,
                content=content,
                submitted_at=timezone.now(),
                submitted_by=user,
            )
    return row


def make_partner(application, structure=None, **told):
    with become("maintenance"):
        return Partner.objects.create(
            application=application, structure=structure or make_structure(), **told
        )


def make_juror(call, college=0, member=None, structure=None):
    """Somebody with an account and a seat in the jury of this call."""
    with become("maintenance"):
        member = member or make_member(Role.SOCIAL_WORKER)
    seat = make_seat(call.committee, college=college, user=member.user)
    if structure:
        with become("maintenance"):
            Seat.objects.filter(pk=seat.seat_id).update(structure=structure)
    seat.member = member
    return seat


def make_keeper(call):
    """An account that keeps the work of this jury, as an actor."""
    with become("maintenance"):
        user = make_user()
    make_duty(call.committee, user)
    return Actor(user_id=user.pk)


def give(application, seat, handed=False, words="Utile, et fait avec elles.", opinion="favourable"):
    """A first reading given to this juror; written when it is handed in."""
    with become("maintenance"):
        given = Assignment.objects.create(
            application=application,
            occupant=seat,
            user=seat.user,
            handed_at=timezone.now() if handed else None,
        )
        Reading.objects.create(
            assignment=given,
            application=application,
            user=seat.user,
            opinion=opinion,
            words=[words] * len(application.call.criteria),
        )
    return given


def give_on_paper(application, seat):
    """To a juror without an account."""
    with become("maintenance"):
        return Assignment.objects.create(application=application, occupant=seat)


def make_sitting(call, present=()):
    gathering = make_gathering(call.committee, title="Séance du jury")
    with become("maintenance"):
        for one in present:
            Presence.objects.create(gathering=gathering, occupant=one, name=one.name, minutes=120)
    return gathering


def make_ruling(application, gathering=None, outcome="granted", **told):
    told = {"amount": 3000 if outcome == "granted" else 0, "reasons": "Solide.", **told}
    place = gathering or make_sitting(application.call)
    with become("maintenance"):
        return Ruling.objects.create(
            application=application,
            gathering=place,
            outcome=outcome,
            tallies=[],
            decided_at=timezone.now(),
            **told,
        )


def make_award(application, **told):
    told = {"amount": 3000, "starts_on": timezone.localdate(), **told}
    with become("maintenance"):
        return Award.objects.create(
            call=application.call,
            application=application,
            structure=application.structure,
            title=application.title,
            **told,
        )


def make_indicator(call, **told):
    told = {
        "name": f"Personnes venues {next(numbers)}",
        "unit": "personnes",
        "story": "Ce que cela a changé",
        **told,
    }
    with become("maintenance"):
        return Indicator.objects.create(
            call=call,
            purpose="Garder ou non",
            owner="Le jury",
            minutes=20,
            since=timezone.localdate(),
            **told,
        )
