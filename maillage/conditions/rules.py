"""Who notes their own time, who leads, who reads what about whom. Row security repeats `visible` in `models`.

A leader reads sums of a team, never somebody's week; an alert is read by the one it is addressed to.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.conditions.enums import MONTH_CLOSES_ON
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])
WEEK = timedelta(days=7)


def works(actor: Actor) -> bool:
    return actor.at_work and not actor.has(Role.STUDENT)


def leads(actor: Actor) -> bool:
    return actor.at_work and actor.has(Role.TEAM_LEADER)


def at_work(actor: Actor) -> tuple[int, int]:
    """The account and the structure that sign what is written."""
    check_works(actor)
    assert actor.user_id is not None
    assert actor.structure_id is not None
    return actor.user_id, actor.structure_id


def check_works(actor: Actor) -> None:
    """Note one's own time, read the team's sums, propose, alert, offer what one knows."""
    if not works(actor):
        raise Forbidden("Cette page est celle des professionnels d’une structure.")


def check_leads(actor: Actor) -> None:
    """Plan the time, note sessions, prepare arrivals, answer what is proposed."""
    if not leads(actor):
        raise Forbidden("Cette page est tenue par les responsables d’équipe.")


def check_can_change_week(actor: Actor, monday: date, today: date) -> None:
    check_works(actor)
    if not is_still_typed(monday, today):
        raise Forbidden(
            f"Cette semaine ne se change plus\u00a0: le mois se clôt le {MONTH_CLOSES_ON} du mois suivant, puis s’additionne."
        )


def check_can_sign_job(actor: Actor, user_id: int) -> None:
    """The worker, for themselves; or who leads, for others."""
    if actor.user_id != user_id and not leads(actor):
        raise Forbidden("Une fiche de poste est signée par l’agent et par un responsable de sa structure.")


def check_can_say(actor: Actor, newcomer_id: int) -> None:
    """Say how an arrival goes: who arrives, in their own words."""
    if actor.user_id != newcomer_id:
        raise Forbidden("Ce retour est écrit par la personne qui arrive.")


def check_can_close(actor: Actor, author_id: int) -> None:
    if actor.user_id != author_id:
        raise Forbidden("Seul l’auteur d’une alerte dit qu’elle est réglée.")


can_work, can_lead, can_sign_job = can(check_works), can(check_leads), can(check_can_sign_job)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_closes(monday: date) -> date:
    """The last day when a week of this month is typed."""
    following = (monday.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(day=MONTH_CLOSES_ON)


def is_still_typed(monday: date, today: date) -> bool:
    return monday <= today <= month_closes(monday)


def sampled_week(year: int, quarter: int) -> date:
    """The one week a quarter when the administrative load is measured: anybody can work it out again.

    SHA-256 of "Maillage 2026-T4", modulo the number of Mondays of the quarter.
    """
    mondays = _mondays(year, quarter)
    drawn = int(sha256(f"Maillage {year}-T{quarter}".encode()).hexdigest(), 16)
    return mondays[drawn % len(mondays)]


def _mondays(year: int, quarter: int) -> list[date]:
    first = date(year, 3 * quarter - 2, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    weeks = (monday + WEEK * rank for rank in range(14))
    return [one for one in weeks if (one.year, (one.month + 2) // 3) == (year, quarter)]


def is_sampled(monday: date) -> bool:
    return sampled_week(monday.year, (monday.month + 2) // 3) == monday


def _among(name: str, condition: Q) -> Any:
    return apps.get_model("conditions", name).objects.filter(condition).values("pk")


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `conditions` that exist for this actor."""
    if actor.user_id is None:
        return NOBODY
    mine = Q(user_id=actor.user_id)
    here = Q(structure_id=actor.structure_id) if actor.structure_id else NOBODY
    team = here if not actor.has(Role.STUDENT) else NOBODY
    led = here if leads(actor) else NOBODY
    arrivals = mine | Q(mentor_id=actor.user_id) | led
    addressed = mine | Q(reader_id=actor.user_id)
    conditions: dict[str, Q] = {
        "timeplan": team,
        "weektime": mine,
        "analysis": team,
        "presence": mine | Q(analysis__in=_among("Analysis", led)),
        "arrivalplan": led,
        "arrival": arrivals,
        "arrivalstep": Q(arrival__in=_among("Arrival", arrivals)),
        "feedback": Q(arrival__in=_among("Arrival", arrivals)),
        "jobversion": mine | led,
        "careerperiod": mine,
        "alert": addressed,
        "alertreply": Q(alert__in=_among("Alert", addressed)),
        "proposal": team,
        "expertise": Q(pk__isnull=False) if works(actor) else mine,
    }
    return conditions[str(model._meta.model_name)]
