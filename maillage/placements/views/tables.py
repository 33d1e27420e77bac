"""Figures of rounds as tables: counts that name nobody; what is too small is not told."""

from maillage.directory.models import Territory
from maillage.placements.queries.rounds import COLUMNS, HIDDEN

UNKNOWN = "commune non dite"
FEW = "non dit"


def figures(runs, names):
    """(caption, columns, rows) of each round, by diploma and by département."""
    places = _places(runs)
    tables = []
    for number, run in runs.items():
        for kind, label, known in (("diploma", "Diplôme", names), ("territory", "Département", places)):
            rows = [
                [known.get(key, key or UNKNOWN), *map(_shown, cells)]
                for key, cells in run.figures[kind].items()
            ]
            columns = [label, *((one.capitalize(), "number") for one in COLUMNS)]
            tables.append((f"Tour {number}, par {label.lower()}", columns, rows))
    return tables


def _places(runs):
    keys = {int(key) for run in runs.values() for key in run.figures["territory"] if key}
    return {str(one.pk): one.name for one in Territory.objects.filter(pk__in=keys)}


def _shown(count):
    return FEW if count == HIDDEN else count
