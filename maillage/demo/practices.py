"""Ten practice sheets over the rungs of the ladder, what others say of them, a call."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, day, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.governance.enums import CommitteeKind
from maillage.governance.models import Committee
from maillage.permissions.context import acting
from maillage.practices.actions import calls, evaluations, reuses, sheets
from maillage.practices.enums import PointKind, ProofKind
from maillage.practices.models import Sheet
from maillage.practices.models.sheets import TEXTS

LONG = 60
"""Days that a trial lasted before it was told of."""
KINDS = ("departement", "commune")


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    animator = scene.worker(ANIMATOR)
    with acting(animator):
        local = Committee.objects.get(kind=CommitteeKind.LOCAL)
    known = {row["title"]: _sheet(scene, local, row) for row in told["sheets"]}
    _call(scene, local, told["call"], known)


def _sheet(scene: Scene, local: Committee, row: dict[str, Any]) -> Sheet:
    author, kind = scene.worker(row["by"]), row.get("kind", "practice")
    about = {"title": row["title"], "territory": _place(row["where"]), "contact": row["contact"]}
    with back_to(moment(row["ago"])), acting(author):
        committee = local if row.get("with_committee") else None
        sheet = sheets.spot(by=author, kind=kind, committee=committee, values=about)
        values = {**about, "tags": row["tags"], "theme": row.get("theme", "")}
        values |= {name: row.get(name, "") for name in TEXTS}
        points = {one: row.get(one, []) for one in PointKind}
        written = {"values": values, "points": points, "ready": row.get("ready", False)}
        sheets.write(by=author, sheet=sheet, read=sheets.mark(sheet.versions.get()), **written)
    if "published_by" in row:
        _published(scene, local, sheet, row)
    return sheet


def _place(name: str) -> Territory | None:
    found = Territory.objects.current().filter(name=name, kind__in=KINDS)
    return None if name == "France" else found.get()


def _published(scene: Scene, local: Committee, sheet: Sheet, row: dict[str, Any]) -> None:
    leader = scene.worker(row["published_by"])
    with back_to(moment(row["ago"] - 2)), acting(leader):
        sheets.publish(by=leader, sheet=sheet, read=sheets.mark(sheet.versions.get()))
        sheet.refresh_from_db()
    for one in row.get("evaluations", []):
        _evaluation(scene, local, sheet, one)
    for one in row.get("reuses", []):
        _reuse(scene, sheet, one)


def _evaluation(scene: Scene, local: Committee, sheet: Sheet, row: dict[str, Any]) -> None:
    by, on = scene.worker(row["by"]), day(row["ago"])
    figure = row.get("figure", "")
    proof = {"proof_kind": ProofKind.FIGURE if figure else ProofKind.DOCUMENT, "proof": row["proof"]}
    shown = {**proof, "source": figure, "proof_on": on, "link": ""}
    seen = {code: {"seen": words, **shown} for code, words in row["seen"].items()}
    with back_to(moment(row["ago"])), acting(by):
        evaluator = local if row.get("committee") else scene.structures[_code(scene, by.structure_id)]
        told = {"kind": row["kind"], "evaluator": evaluator, "seen": seen}
        values = {"made_on": on, "persons_said": row["said"]}
        made = evaluations.evaluate(by=by, sheet=sheet, values=values, **told)
        if not row.get("unpublished"):
            evaluations.publish_evaluation(by=by, evaluation=made)


def _code(scene: Scene, structure_id: int | None) -> str:
    return next(code for code, one in scene.structures.items() if one.pk == structure_id)


def _reuse(scene: Scene, sheet: Sheet, row: dict[str, Any]) -> None:
    by = scene.worker(row["by"])
    told = {name: row[name] for name in ("result", "changed", "learnt")}
    told |= {
        "territory": _place(row["where"]),
        "began_on": day(row["ago"] + LONG),
        "ended_on": day(row["ago"]),
    }
    with back_to(moment(row["ago"])), acting(by):
        reuses.declare(by=by, sheet=sheet, values=told)


def _call(scene: Scene, local: Committee, row: dict[str, Any], known: dict[str, Sheet]) -> None:
    animator, closes = scene.worker(ANIMATOR), timezone.localdate() + timedelta(days=row["in"])
    values = {name: row[name] for name in ("title", "asked", "tags")}
    with back_to(moment(row["ago"])), acting(animator):
        call = calls.open_call(by=animator, committee=local, values={**values, "closes_on": closes})
    for title, name in row["answered"].items():
        author = scene.worker(name)
        with acting(author):
            calls.answer_call(by=author, call=call, sheet=known[title])
