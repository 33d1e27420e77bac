"""Indicators: those of the worker's structure, one released, one being prepared by its team leader."""

from datetime import date

from django.utils import timezone

from maillage.observatory.figures import content, digest
from maillage.observatory.models import Indicator, Release, Snapshot
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
# The team leader of the structure that answers for it; the animator of another one does not.
KEEPER = "LFFFFOFFFFFLLFFFF"
KEEPER_SEES_IN = "LNNNNONNNNNLLNNNN"
KEEPER_POSTS = "LNNNNFNNNNNLLNNNN"
KEEPER_ERASES = "LNNNNRNNNNNLLNNNN"
ONLY_POST = "LMMMMMMMMMMLLMMMM"
ANIMATOR_TAKES = "LFFFFFFFFFFLLRFFF"

EXPECTED: dict[str, Row] = {
    "observatory:catalogue": Row(ALL, READ_ONLY),
    "observatory:all_csv": Row(ALL, READ_ONLY),
    "observatory:all_json": Row(ALL, READ_ONLY),
    "observatory:indicator": Row(ALL, READ_ONLY, ("figure_code",)),
    "observatory:card": Row(ALL, READ_ONLY, ("figure_code",)),
    "observatory:version": Row(ALL, READ_ONLY, ("figure_code", "1")),
    "observatory:version_csv": Row(ALL, READ_ONLY, ("figure_code", "1")),
    "observatory:version_json": Row(ALL, READ_ONLY, ("figure_code", "1")),
    "observatory:take": Row(ONLY_POST, ANIMATOR_TAKES, ("free_code",)),
    "observatory:prepare": Row(KEEPER, KEEPER, ("figure_code",)),
    "observatory:review": Row(KEEPER, KEEPER, ("figure_code",)),
    "observatory:retire": Row(KEEPER, KEEPER, ("figure_code",)),
    "observatory:withdraw": Row(KEEPER, KEEPER, ("figure_code", "1")),
    "observatory:prepared": Row(KEEPER_SEES_IN, ONLY_POST, ("prepared_release",)),
    "observatory:write": Row(KEEPER_SEES_IN, KEEPER_SEES_IN, ("prepared_release",)),
    "observatory:confirm": Row(ONLY_POST, KEEPER_POSTS, ("prepared_release",)),
    "observatory:discard": Row(KEEPER_SEES_IN, KEEPER_ERASES, ("prepared_release",)),
}


def lay_out(world) -> None:
    leader, other = world.members["team_leader"].user, world.members["worker"].user
    world.figure_code, world.free_code = "entrees-en-formation", "postes-vacants"
    row = Indicator.objects.get(code=world.figure_code)
    row.owner = world.here
    row.save()
    about = {"indicator": row, "source": "declared", "first": date(2025, 1, 1), "last": date(2025, 12, 31)}
    told = {"narrative": "Moins d’entrées.", "method": "Recopié.", "prepared_at": timezone.now()}
    kept = Release.objects.create(prepared_by=other, **about, **told)
    Snapshot.objects.create(release=kept, taken_at=timezone.now(), cells=CELLS)
    kept.version = 1
    table = [cell[:5] for cell in CELLS]
    signed = {"confirmed_by": leader, "confirmed_at": timezone.now(), "version": 1, "sequence": 1}
    Release.objects.filter(pk=kept.pk).update(table=table, digest=digest(content(kept, table)), **signed)
    world.prepared_release = Release.objects.create(prepared_by=leader, **about, **told)
    Snapshot.objects.create(release=world.prepared_release, taken_at=timezone.now(), cells=CELLS)


CELLS = [["region", "24", "", "", 900, None, None, None, 0]]
