"""Figures of rounds as tables: counts that name nobody; what is too small is not told."""

from maillage.directory.models import Territory
from maillage.placements.queries.rounds import COLUMNS, HIDDEN

UNKNOWN = "commune non dite"
FEW = "non dit"


def figures(runs, names):
    """(caption, columns, rows) of the last round, by diploma and by département."""
    if not runs:
        return []
    run, tables = runs[max(runs)], []
    for kind, label, known in (("diploma", "Diplôme", names), ("territory", "Département", _places(run))):
        rows = [
            [known.get(key, key or UNKNOWN), *map(_shown, cells)] for key, cells in run.figures[kind].items()
        ]
        columns = [label, *((one.capitalize(), "number") for one in COLUMNS)]
        tables.append((f"Ce que chacun a obtenu, par {label.lower()}", columns, rows))
    return tables


def _places(run):
    keys = {int(key) for key in run.figures["territory"] if key}
    return {str(one.pk): one.name for one in Territory.objects.filter(pk__in=keys)}


def _shown(count):
    return FEW if count == HIDDEN else count
