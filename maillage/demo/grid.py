"""A process on the double grid: territories, contributions by every way, a report sorted, a synthesis and a text against it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.contributions.actions import contributions, dissents, processes, reports, syntheses, tasks
from maillage.contributions.actions.contributions import Told
from maillage.contributions.enums import AuthorKind, BlockState, Channel, FateKind, Publicity
from maillage.contributions.models import Axis, Block, Contribution, Process
from maillage.demo.clock import back_to, day, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.governance.enums import CommitteeKind
from maillage.governance.models import Committee
from maillage.permissions import Actor
from maillage.permissions.context import acting


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    animator = scene.worker(ANIMATOR)
    with acting(animator), back_to(moment(told["opened"])):
        process = _process(animator, told)
        _territories(animator, process, told["territories"])
    for rank, row in enumerate(told["contributions"]):
        _contribution(scene, process, row, told["opened"] - 5 - rank)
    with acting(animator), back_to(moment(told["report"]["ago"] - 10)):
        _report(animator, process, told["report"])
    with acting(animator), back_to(moment(told["synthesis"]["ago"])):
        processes.publish_grid(by=animator, process=process)
        _fates(animator, process, told)
        _synthesis(animator, process, told["synthesis"])
        axis = _axis(process, told["synthesis"]["axis"])
        dissents.add_dissent(by=animator, process=process, axis=axis, copied=True, values=told["dissent"])
        _corrected_dissent(animator, process, told["corrected"])
    with acting(animator):
        processes.give_link(by=animator, process=process)


def _process(by: Actor, told: dict[str, Any]) -> Process:
    council = Committee.objects.get(kind=CommitteeKind.NATIONAL)
    closes = timezone.now() + timedelta(days=told["opened"] + told["closes"])
    values = {
        "title": told["title"],
        "question": told["question"],
        "opens_at": timezone.now(),
        "closes_at": closes,
    }
    return processes.open_process(by=by, committee=council, values=values)


def _axis(process: Process, label: str) -> Axis:
    found: Axis = Axis.objects.get(process=process, label=label)
    return found


def _place(code: str) -> Territory:
    found: Territory = Territory.objects.current().get(kind="departement", code=code)
    return found


def _territories(by: Actor, process: Process, rows: list[dict[str, Any]]) -> None:
    local = Committee.objects.get(kind=CommitteeKind.LOCAL)
    for row in rows:
        speaks = local if "speaks" in row else None
        task = tasks.add_territory(by=by, process=process, territory=_place(row["code"]), committee=speaks)
        wanted = {name: [_axis(process, label) for label in row[name]] for name in ("rows", "columns")}
        tasks.wish(by=by, task=task, **wanted)
    tasks.share_out(by=by, process=process)


def _told(process: Process, row: dict[str, Any], author: str) -> Told:
    return Told(
        kind=row["kind"],
        text=row["text"],
        author=row.get("author", author),
        territory_id=_place(row["at"]).pk,
        publicity=Publicity.RESTRICTED if row.get("restricted") else Publicity.PUBLIC,
        agreed=row["kind"] == "testimony",
        rows=(_axis(process, row["row"]).pk,),
        columns=(_axis(process, row["column"]).pk,),
    )


def _contribution(scene: Scene, process: Process, row: dict[str, Any], ago: int) -> None:
    by = scene.worker(row["by"])
    name = scene.users[row["by"]].get_full_name()
    with back_to(moment(ago)), acting(by):
        told = {"told": _told(process, row, name), "channel": row.get("channel", Channel.ACCOUNT)}
        contributions.contribute(by=by, process=process, **told)


def _report(by: Actor, process: Process, row: dict[str, Any]) -> None:
    upload = reports.Upload("groupe.txt", row["text"].encode())
    told = {"group": row["group"], "territory": _place(row["at"]), "held_on": day(row["ago"])}
    report = reports.add_report(by=by, process=process, **told, upload=upload)
    sides = {name: (_axis(process, row[name[:-1]]).pk,) for name in ("rows", "columns")}
    same = {
        "author": row["group"],
        "author_kind": AuthorKind.GROUP,
        "territory_id": report.territory_id,
        **sides,
    }
    decided = [
        reports.Sorted(one.number, BlockState.TAKEN, told=Told(kind=one.guess, text=one.text, **same))
        for one in Block.objects.filter(report=report)
    ]
    reports.sort(by=by, report=report, decided=decided)


def _one(process: Process, words: str) -> Contribution:
    found: Contribution = Contribution.objects.get(process=process, text__startswith=words)
    return found


def _fates(by: Actor, process: Process, told: dict[str, Any]) -> None:
    left, joined = told["not_kept"], told["merged"]
    same = {"by": by, "contribution": _one(process, left["text"])}
    contributions.say_fate(**same, kind=FateKind.NOT_KEPT, why=left["why"])
    same = {"by": by, "contribution": _one(process, joined["text"])}
    contributions.say_fate(**same, kind=FateKind.MERGED, into=_one(process, joined["into"]))


def _synthesis(by: Actor, process: Process, row: dict[str, Any]) -> None:
    made = syntheses.begin(by=by, process=process, axis=_axis(process, row["axis"]))
    for one in row["sentences"]:
        sources = [_one(process, words) for words in one["from"]]
        told = {"text": one["text"], "paragraph": one["paragraph"], "sources": sources}
        syntheses.write(by=by, synthesis=made, **told)
    syntheses.publish(by=by, synthesis=made)


def _corrected_dissent(by: Actor, process: Process, row: dict[str, Any]) -> None:
    """Before any synthesis that it would stand beside: what it said first stays readable."""
    same = {"title": row["title"], "author": row["author"]}
    told = {"axis": _axis(process, row["axis"]), "copied": True, "values": {**same, "body": row["first"]}}
    made = dissents.add_dissent(by=by, process=process, **told)
    dissents.correct_dissent(by=by, dissent=made, version=made.version, values={**same, "body": row["body"]})
