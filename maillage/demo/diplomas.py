"""Three who qualify while working, one of them late; a VAE that its candidate shows."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.places import Scene
from maillage.diplomas.actions import paths, vae
from maillage.diplomas.models import Diploma, DiplomaVersion
from maillage.permissions.context import acting


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    for row in told["paths"]:
        _path(scene, row)
    _vae(scene, told["vae"])


def _path(scene: Scene, row: dict[str, Any]) -> None:
    with acting(scene.worker(row["by"])) as by:
        values = {
            "kind": row["kind"],
            "post": row["post"],
            "funder": row["funder"],
            "started_on": _ago(row["ago"]),
        }
        values |= {f"months_{name}": row.get(name) for name in ("needed", "funded", "paid")}
        values["diploma"] = Diploma.objects.get(code=row["diploma"])
        made = paths.open_path(by=by, user=scene.users[row["who"]], values=values)
        for step in row["steps"]:
            told = paths.add_milestone(by=by, path=made, title=step["title"], due_on=_ago(step["due"]))
            if "done" in step:
                paths.tell_milestone(by=by, step=told, done_on=_ago(step["done"]))


def _vae(scene: Scene, row: dict[str, Any]) -> None:
    with acting(scene.worker(row["who"])) as by:
        (_, started), *stages = row["stages"].items()
        version = DiplomaVersion.objects.get(code=row["version"])
        made = vae.start_vae(by=by, version=version, started_on=_ago(started), blocks=[], coach=row["coach"])
        for stage, days in stages:
            vae.tell_stage(by=by, vae=made, stage=stage, done_on=_ago(days))
        for one in row["experiences"]:
            values = {
                "title": one["title"],
                "setting": one["setting"],
                "since": _ago(one["ago"]),
                "until": None,
            }
            values |= {"proof": one["proof"], "attested_by": one["attested"]}
            vae.add_experience(by=by, vae=made, values=values)
        vae.share_vae(by=by, vae=made, structure=scene.structures[row["shared"]])
