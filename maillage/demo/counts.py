"""A night of counting that was published, with a second pass; another one being prepared."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.counts.actions import ground, nights, sightings
from maillage.counts.enums import Ask
from maillage.counts.models import Night, Round, Sector, Sighting, Team
from maillage.demo.clock import back_to, day, moment
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.permissions import Actor
from maillage.permissions.context import acting

BEGINS, HOURS = time(22), timedelta(hours=3)
SAID = ("contact", "shape", "persons", "minors", "age", "gender", "since", "called", "wants")
UNTOLD, EDGE = "-", "bord"
NIGHTFALL = 12


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    _published(scene.worker(told["published"]["by"]), told["published"])
    prepared = told["prepared"]
    by = scene.worker(prepared["by"])
    with acting(by):
        _prepared(by, prepared, _evening(timezone.localdate() + timedelta(days=prepared["in"])))


def _evening(on: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, BEGINS))


def _prepared(by: Actor, told: dict[str, Any], starts_at: datetime) -> tuple[Night, list[Sector]]:
    values = {name: told[name] for name in ("title", "phone", "method", "instructions", "asked")}
    values |= {"starts_at": starts_at, "ends_at": starts_at + HOURS}
    values["territory"] = Territory.objects.current().get(kind="commune", name=told["where"])
    night = nights.prepare(by=by, values=values)
    sectors = [_sector(by, night, row) for row in told["sectors"]]
    for number in sorted({other for _, other in told["touching"]}):
        beside = [sectors[one - 1] for pair in told["touching"] if number in pair for one in pair]
        values, sector = _values(told["sectors"][number - 1]), sectors[number - 1]
        ground.keep_sector(by=by, night=night, values=values, touching=beside, sector=sector)
    for row in told["teams"]:
        _team(by, night, row, first=[sectors[number - 1] for number in row["sectors"]])
    return night, sectors


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("name", "limits", "kind", "stratum", "sampled")}


def _sector(by: Actor, night: Night, row: dict[str, Any]) -> Sector:
    return ground.keep_sector(by=by, night=night, values=_values(row), touching=[])


def _team(by: Actor, night: Night, row: dict[str, Any], first: Any = (), again: Any = ()) -> Team:
    values = {name: row[name] for name in ("name", "leader", "members")} | {"meeting_point": row["point"]}
    return ground.keep_team(by=by, night=night, values=values, first=list(first), again=list(again))


def _published(by: Actor, told: dict[str, Any]) -> None:
    starts_at, again = _evening(day(told["ago"])), told["again"]
    with back_to(moment(told["ago"] + 20)), acting(by):
        night, sectors = _prepared(by, told, starts_at)
        _team(by, night, again["team"], again=[sectors[again["sector"] - 1]])
    with back_to(starts_at), acting(by):
        nights.open_night(by=by, night=night)
    with back_to(starts_at + timedelta(hours=15)), acting(by):
        lines = [_walked(by, one, row) for one, row in zip(sectors, told["sectors"], strict=True)]
        seconds = _walked(by, sectors[again["sector"] - 1], again | {"walked": "whole"}, again=True)
        for one, other in again["same"]:
            first = lines[again["sector"] - 1][one]
            sightings.decide(by=by, first=first, second=seconds[other], same=True)
        nights.close_night(by=by, night=night)
    with back_to(moment(told["ago"] - 10)), acting(by):
        nights.publish(by=by, night=night)


def _walked(by: Actor, sector: Sector, row: dict[str, Any], again: bool = False) -> list[Sighting]:
    round = Round.objects.filter(sector=sector, again=again).select_related("team__night").first()
    if round is None:
        return []
    start = round.team.night.starts_at
    hours = {"began_at": None, "finished_at": None}
    if row["walked"] != "not":
        hours = {"began_at": start, "finished_at": start + HOURS}
    sightings.tell_walked(by=by, round=round, walked=row["walked"], **hours)
    return [_line(by, round, said) for said in row.get("lines", [])]


def _line(by: Actor, round: Round, said: str) -> Sighting:
    hour, *answers = said.split(", ")
    values = {str(one): "" for one in Ask} | {
        "edge": EDGE in answers,
        "seen_at": _at(round.team.night.starts_at, hour),
    }
    told = {name: answer for name, answer in zip(SAID, answers, strict=False) if answer not in (UNTOLD, EDGE)}
    values |= told | {name: int(told[name]) for name in ("persons", "minors")}
    line = uuid4()
    sightings.type_paper(by=by, round=round, line=line, values=values)
    return Sighting.objects.select_related("round__team__night").get(public_id=line)


def _at(evening: datetime, hour: str) -> datetime:
    hours, _, minutes = hour.partition(" h ")
    on = timezone.localtime(evening).date() + timedelta(days=int(int(hours) < NIGHTFALL))
    return timezone.make_aware(datetime.combine(on, time(int(hours), int(minutes))))
