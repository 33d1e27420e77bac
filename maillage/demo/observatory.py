"""Indicators of the territory: two counted and one declared, released by two persons; one that waits for the second, one to read again."""

from datetime import date
from typing import Any

from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.observatory.actions import indicators, releases
from maillage.observatory.models import Indicator, Release
from maillage.observatory.queries.periods import Window
from maillage.permissions.context import acting

SECOND = "gaelle"


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    with acting(scene.worker(ANIMATOR)) as by:
        for code in told["owned"]:
            indicators.take(by=by, indicator=Indicator.objects.get(code=code))
    for code, narrative in told["released"].items():
        _confirmed(scene, _counted(scene, code, narrative))
    for code, narrative in told["waiting"].items():
        _counted(scene, code, narrative)
    for year, lines in told["declared"]["years"].items():
        _confirmed(scene, _declared(scene, told["declared"], year, lines))


def _counted(scene: Scene, code: str, narrative: str) -> Release:
    with acting(scene.worker(ANIMATOR)) as by:
        release = releases.prepare(by=by, indicator=Indicator.objects.get(code=code))
        return _written(by, release, narrative)


def _declared(scene: Scene, told: dict[str, Any], year: int, lines: str) -> Release:
    rows = [line.split(";") for line in lines.splitlines()]
    figures = [("region", code.removeprefix("R"), value, float(number)) for code, value, number in rows]
    window = Window(date(year, 1, 1), date(year, 12, 31))
    with acting(scene.worker(ANIMATOR)) as by:
        row = Indicator.objects.get(code=told["code"])
        release = releases.declare(by=by, indicator=row, window=window, rows=figures)
        return _written(by, release, told["narrative"])


def _written(by: Any, release: Release, narrative: str) -> Release:
    release.refresh_from_db()
    releases.write(by=by, release=release, saves=release.saves, narrative=narrative, unsaid=release.unsaid)
    release.refresh_from_db()
    return release


def _confirmed(scene: Scene, release: Release) -> None:
    """Where everything is masked there is nothing to tell: it stays in preparation."""
    with acting(scene.worker(SECOND)) as by:
        if releases.told_cells(release.snapshot):
            releases.confirm(by=by, release=release, saves=release.saves)
