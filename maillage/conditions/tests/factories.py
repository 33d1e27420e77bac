"""Rows without surprises, written beside the actions."""

from datetime import date, timedelta
from itertools import count

from maillage.accounts.models import Membership
from maillage.conditions.models import (
    Alert,
    AlertReply,
    Analysis,
    Arrival,
    ArrivalPlan,
    ArrivalStep,
    CareerPeriod,
    Expertise,
    Feedback,
    JobVersion,
    Presence,
    Proposal,
    TimePlan,
    WeekTime,
)
from maillage.conditions.models.posts import digest_of
from tests.plugin import become

MONDAY = date(2026, 9, 7)
DUE = date(2099, 1, 5)
TEXTS = {
    "title": "Assistante sociale",
    "mission": "Accompagner",
    "activities": "",
    "skills": "",
    "learned": "",
}
numbers = count(1)


def _made(model, **told):
    with become("maintenance"):
        return model.objects.create(**told)


def _signed(member: Membership) -> dict[str, int]:
    return {"user_id": member.user_id, "structure_id": member.structure_id}


def make_week(member: Membership, monday: date = MONDAY, **half_hours) -> WeekTime:
    return _made(WeekTime, **_signed(member), monday=monday, **{"face": 30, "reflective": 4, **half_hours})


def make_plan(leader: Membership, since: date = MONDAY, **half_hours) -> TimePlan:
    told = {"structure_id": leader.structure_id, "by_id": leader.user_id, "since": since}
    return _made(TimePlan, **told, **{"face": 40, "reflective": 6, **half_hours})


def make_analysis(leader: Membership, *present: Membership, day: date = MONDAY) -> Analysis:
    told = {"structure_id": leader.structure_id, "by_id": leader.user_id, "minutes": 120}
    row = _made(Analysis, **told, day=day, facilitator=f"Paule Marin {next(numbers)}")
    for one in present:
        _made(Presence, analysis=row, user_id=one.user_id)
    return row


def make_arrival_plan(leader: Membership) -> ArrivalPlan:
    told = {"post": f"Poste {next(numbers)}", "steps": ["0\u00a0: Badge", "7\u00a0: Équipe"]}
    return _made(ArrivalPlan, structure_id=leader.structure_id, **told)


def make_arrival(
    leader: Membership, newcomer: Membership, mentor: Membership | None = None, **told
) -> Arrival:
    told = {"post": "Assistante sociale", "starts_on": MONDAY, **told}
    return _made(
        Arrival, **_signed(newcomer), by_id=leader.user_id, mentor_id=mentor and mentor.user_id, **told
    )


def make_step(arrival: Arrival, **told) -> ArrivalStep:
    told = {"title": f"Étape {next(numbers)}", "due_on": arrival.starts_on + timedelta(days=7), **told}
    return _made(ArrivalStep, arrival=arrival, **told)


def make_feedback(arrival: Arrival, month: int = 1) -> Feedback:
    return _made(Feedback, arrival=arrival, month=month, words="Cela va.")


def make_job(worker: Membership, proposer: Membership | None = None, number: int = 1, **told) -> JobVersion:
    texts = {name: told.pop(name, text) for name, text in TEXTS.items()}
    signed = {"proposed_by_id": (proposer or worker).user_id, "digest": digest_of(texts), "why": "Création"}
    return _made(JobVersion, **_signed(worker), number=number, **texts, **{**signed, **told})


def make_period(member: Membership) -> CareerPeriod:
    told = {"employer": "CCAS", "post": "Conseillère", "sector": "public", "since": date(2020, 1, 1)}
    return _made(CareerPeriod, user_id=member.user_id, **told)


def make_alert(author: Membership, reader: Membership, **told) -> Alert:
    told = {"kind": "overload", "words": "Deux postes vacants.", "due_on": DUE, **told}
    return _made(Alert, **_signed(author), reader_id=reader.user_id, **told)


def make_reply(alert: Alert, author: Membership) -> AlertReply:
    return _made(AlertReply, alert=alert, user_id=author.user_id, words="Voyons-nous demain.")


def make_proposal(author: Membership, **told) -> Proposal:
    told = {
        "kind": "irritant",
        "subject": f"Formulaire {next(numbers)}",
        "words": "Trois fois le RIB",
        **told,
    }
    return _made(Proposal, **_signed(author), **{"due_on": DUE, "before": 15, **told})


def make_expertise(member: Membership, subject: str = "Surendettement") -> Expertise:
    return _made(Expertise, **_signed(member), subject=subject)
