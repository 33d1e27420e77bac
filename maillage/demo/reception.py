"""Who came to the desk without saying who they are; what was entrusted to it, done, asked, still to be taken."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.clocks.working_days import next_working_day
from maillage.demo.clock import back_to, moment
from maillage.demo.places import Scene
from maillage.directory.models import Service
from maillage.permissions.context import acting
from maillage.reception.actions import receptions, tasks
from maillage.reception.models import Reception, Task, TaskType

ANYBODY = {
    "said": "", "line": "", "come_back_on": None, "language": "fr", "interpreter": "none", "adults": 1, "children": 0,
    "where": "desk",
}  # fmt: skip


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    known: dict[str, Reception] = {}
    for rank, row in enumerate(told["receptions"]):
        for _ in range(row.get("times", 1)):
            _received(scene, row, rank, known)
    for rank, row in enumerate(told["tasks"]):
        for _ in range(row.get("times", 1)):
            _entrusted(scene, row, rank)
    for row in told["irritants"]:
        _irritant(scene, row)


def _received(scene: Scene, row: dict[str, Any], rank: int, known: dict[str, Reception]) -> None:
    """`slip`: how a later line names it; `again`: whose slip is shown; `back`: in how many days from now."""
    by = scene.worker(row["by"])
    values = {**ANYBODY, "themes": row["for"], "outcome": row["outcome"]}
    values |= {name: row[name] for name in ANYBODY if name in row}
    if "back" in row:
        values["come_back_on"] = next_working_day(timezone.localdate() + timedelta(days=row["back"]))
    with back_to(moment(row["ago"], rank)), acting(by):
        made = receptions.receive(by=by, values=values, follows=known.get(row.get("again", "")))
        if "to" in row:
            told = Service.objects.get(name=row["to"], structure=scene.structures[row["at"]])
            receptions.orient(by=by, reception=made, service=told)
    if "slip" in row:
        known[row["slip"]] = made


def _entrusted(scene: Scene, row: dict[str, Any], rank: int) -> None:
    """`due`: in how many days from that day; then what the desk did of it."""
    author, person = scene.worker(row["by"]), scene.persons[row["person"]]
    with back_to(moment(row["ago"], rank)), acting(author):
        kind = TaskType.objects.get(code=row["kind"], structure=None)
        steps = row.get("steps", kind.steps)
        due = next_working_day(timezone.localdate() + timedelta(days=row["due"]))
        values = {
            "needs": row["needs"],
            "steps": "\n".join(steps),
            "due_on": due,
            "estimate": row.get("estimate"),
        }
        task = tasks.entrust(by=author, person=person, kind=kind, values=values)
    if "agent" in row:
        _done(scene, task, row, rank)


def _done(scene: Scene, task: Task, row: dict[str, Any], rank: int) -> None:
    agent = scene.worker(row["agent"])
    with back_to(moment(row.get("then", row["ago"]), rank + 1)), acting(agent):
        tasks.take(by=agent, task=task)
        task = Task.objects.get(pk=task.pk)
        for spent in row.get("minutes", []):
            tasks.note_minutes(by=agent, task=task, minutes=spent)
        if "asks" in row:
            tasks.ask(by=agent, task=task, question=row["asks"])
        if "done" in row:
            tasks.finish(by=agent, task=task, outcome=row["done"])
    if "done" in row:
        author = scene.worker(row["by"])
        with back_to(moment(row["then"] - 1)), acting(author):
            tasks.mark_read(by=author, task=task)


def _irritant(scene: Scene, row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    with back_to(moment(row["ago"])), acting(by):
        tasks.note_irritant(by=by, form=row["form"], line=row["line"])
