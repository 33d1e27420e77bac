"""Why a territory has this row and this column, in words."""

from typing import NamedTuple

from maillage.matching.assignment import Given


class Names(NamedTuple):
    axes: dict[str, str]
    territories: dict[str, str]


def reason(row: Given | None, column: Given | None, names: Names) -> str:
    told = [_of("Thème", row, names), _of("Politique", column, names)]
    return " ".join(one for one in told if one)


def _of(label: str, given: Given | None, names: Names) -> str:
    if given is None:
        return ""
    if given.rank == 1:
        return f"{label}\u00a0: premier vœu."
    wanted = "aucun vœu" if given.rank is None and not given.before else "hors de ses vœux"
    first = wanted if given.rank is None else f"vœu n°\u00a0{given.rank}"
    held = "\u00a0; ".join(_held(place, takers, names) for place, takers in given.before)
    return f"{label}\u00a0: {first}{f' ({held})' if held else ''}."


def _held(place: str, takers: tuple[str, ...], names: Names) -> str:
    who = ", ".join(names.territories[one] for one in takers)
    return f"{names.axes[place]} va à {who}" if who else f"{names.axes[place]} n’a personne"
