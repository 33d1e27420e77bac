"""The file of a partner, brought in as the animator does, each step to its end at once."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.demo.clock import back_to, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.actions import importing, imports
from maillage.directory.models import DirectoryImport
from maillage.jobs.actions import run
from maillage.permissions import Actor
from maillage.permissions.context import acting


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    row, by = told["imported"], scene.worker(ANIMATOR)
    content = json.dumps({kind: row[kind] for kind in ("structures", "services")}).encode()
    with back_to(moment(row["ago"])):
        with acting(by):
            source = imports.add_source(by=by, **row["source"])
            file = imports.drop(by=by, source=source, upload=SimpleUploadedFile(row["file"], content))
            imports.check_file(by=by, file=file)
        _work(importing.try_file, by, file)
        with acting(by):
            imports.write(by=by, file=file, whole=True)
        _work(importing.write, by, file)


def _work(step: Callable[..., str], by: Actor, file: DirectoryImport) -> None:
    file.refresh_from_db()
    if file.job_id is not None:
        run(lambda job: step(job, by=by, import_id=file.pk), by=by, job_id=file.job_id)
    file.refresh_from_db()
