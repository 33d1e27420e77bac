"""A team's year of time, an arrival at three months, job descriptions, alerts, what was proposed and what came of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.conditions.actions import arrivals, care, posts, times
from maillage.conditions.models import ArrivalStep, WeekTime
from maillage.conditions.rules import is_sampled, monday_of
from maillage.demo.clock import back_to, day, moment
from maillage.demo.places import Scene
from maillage.permissions.context import acting

WEEKS = 52
SWINGS = (0, 2, -2, 4, -1, 1, -3)
"""Half-hours that a week differs from the usual one; no two persons alike the same week."""


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    _planned(scene, told)
    for rank, name in enumerate(told["team"]):
        _year_of(scene, name, rank, told["usual"])
    for rank, ago in enumerate(told["analyses"]):
        _analysed(scene, told, ago, rank)
    for row in told["arrivals"]:
        _arrived(scene, told, row)
    for row in told["jobs"]:
        _described(scene, told["leader"], row)
    for row in told["alerts"]:
        _alerted(scene, row)
    for row in told["proposals"]:
        _proposed(scene, told["leader"], row)
    for row in told["expertises"]:
        by = scene.worker(row["by"])
        with acting(by):
            care.offer(by=by, subject=row["subject"], words=row["words"])


def _planned(scene: Scene, told: dict[str, Any]) -> None:
    by = scene.worker(told["leader"])
    since = monday_of(timezone.localdate()) - timedelta(weeks=WEEKS + 4)
    with acting(by):
        times.plan(by=by, since=since, half_hours=told["plan"])


def _year_of(scene: Scene, name: str, rank: int, usual: dict[str, int]) -> None:
    """Typed week after week by each; written at once here."""
    by = scene.worker(name)
    last = monday_of(timezone.localdate()) - timedelta(weeks=1)
    weeks = []
    for number in range(WEEKS):
        monday = last - timedelta(weeks=number)
        swing = SWINGS[(number + rank) % len(SWINGS)]
        half_hours = usual | {
            "face": usual["face"] + swing,
            "administrative": usual["administrative"] - swing,
        }
        retyped = 8 + rank if is_sampled(monday) else None
        row = WeekTime(user_id=by.user_id, structure_id=by.structure_id, monday=monday, retyped=retyped)
        for kind, value in half_hours.items():
            setattr(row, kind, value)
        weeks.append(row)
    with acting(by):
        WeekTime.objects.bulk_create(weeks)


def _analysed(scene: Scene, told: dict[str, Any], ago: int, rank: int) -> None:
    """One of the team misses each session, in turn."""
    by, present = scene.worker(told["leader"]), [name for name in told["team"] if name != told["leader"]]
    absent = present[rank % len(present)]
    values = {"day": day(ago), "minutes": 120, "facilitator": told["facilitator"], "outside": True}
    with acting(by):
        there = [scene.users[name] for name in present if name != absent]
        times.note_analysis(by=by, values=values, present=there)


def _arrived(scene: Scene, told: dict[str, Any], row: dict[str, Any]) -> None:
    leader, newcomer = scene.worker(told["leader"]), scene.worker(row["newcomer"])
    (post,) = [one for one in told["posts"] if one["post"] == row["post"]]
    starts_on = day(row["ago"])
    with back_to(moment(row["ago"] + 7)), acting(leader):
        plan = arrivals.keep_plan(by=leader, post=post["post"], steps=post["steps"])
        who = {"newcomer": scene.users[row["newcomer"]], "mentor": scene.users[row["mentor"]]}
        made = arrivals.prepare(by=leader, plan=plan, starts_on=starts_on, **who)
    with acting(newcomer):
        for step in ArrivalStep.objects.filter(arrival=made)[: row["done"]]:
            arrivals.finish_step(by=newcomer, step=step)
        for month, words in row["says"].items():
            arrivals.say(by=newcomer, arrival=made, month=month, words=words)


def _described(scene: Scene, leading: str, row: dict[str, Any]) -> None:
    worker, leader = scene.worker(row["worker"]), scene.worker(leading)
    with back_to(moment(row["ago"])), acting(worker):
        told = {"worker": scene.users[row["worker"]], "texts": row["texts"], "why": row["why"]}
        made = posts.propose(by=worker, **told)
        posts.sign(by=worker, row=made, read=made.digest)
    if row.get("signed"):
        with back_to(moment(row["ago"] - 5)), acting(leader):
            posts.sign(by=leader, row=made, read=made.digest)


def _alerted(scene: Scene, row: dict[str, Any]) -> None:
    by, reader = scene.worker(row["by"]), scene.worker(row["to"])
    with back_to(moment(row["ago"])), acting(by):
        made = care.alert(by=by, kind=row["kind"], words=row["words"], reader=scene.users[row["to"]])
    if "reply" in row:
        with back_to(moment(row["ago"] - 1)), acting(reader):
            care.reply(by=reader, row=made, words=row["reply"], in_risk_document=row["risk"])


def _proposed(scene: Scene, leading: str, row: dict[str, Any]) -> None:
    by, leader = scene.worker(row["by"]), scene.worker(leading)
    values = {name: row.get(name) for name in ("kind", "subject", "words", "before")}
    with back_to(moment(row["ago"])), acting(by):
        made = care.suggest(by=by, values=values)
    if "verdict" in row:
        with back_to(moment(row["ago"] - 10)), acting(leader):
            care.answer(by=leader, row=made, verdict=row["verdict"], words=row["answer"])
    if "after" in row:
        with back_to(moment(row["ago"] - 40)), acting(by):
            care.mend(by=by, row=made, after=row["after"])
