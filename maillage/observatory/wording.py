"""How figures are said: a number is never without what it counts, a masked cell never without a word."""

from typing import Any

from maillage.observatory.catalogue import Entry
from maillage.observatory.disclosure import Reason
from maillage.observatory.enums import Level
from maillage.observatory.figures import Figure, Figures
from maillage.web.charts import Bar
from maillage.web.wording import number

MASKED = "masqué"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
WHY = {
    Reason.FEW: "moins de onze, ou aucun",
    Reason.ONE_STRUCTURE: "une seule structure",
    Reason.DOMINATED: "une structure en a plus de 85\u00a0%",
    Reason.ALIKE: "tous sont dans le même cas",
    Reason.BARELY_CHANGED: "trop peu de différence avec la version précédente",
    Reason.MASKED_BEFORE: "déjà masqué dans la version précédente",
    Reason.COMPANION: "masqué pour qu’une soustraction n’en rende pas un autre",
}
LEVELS = {
    Level.COUNTRY: "Ensemble",
    Level.REGION: "Région",
    Level.DEPARTEMENT: "Département",
    Level.EPCI: "Intercommunalité",
}


def told(entry: Entry, figure: Figure) -> str:
    """ "38 %", "112 demandes", "masqué"."""
    if figure.told is None:
        return MASKED
    if figure.is_share or entry.unit == "%":
        return percent(figure.told)
    return counted(entry, figure.told)


def in_brief(entry: Entry, figure: Figure) -> str:
    """The share; else what it would be a share of; else that it is masked."""
    if figure.told is None and figure.number is not None:
        return f"{counted(entry, figure.number)}, part masquée"
    return told(entry, figure)


def counted(entry: Entry, value: float) -> str:
    """The unit may go to the next line of a phone."""
    one, _, many = entry.unit.partition("|")
    return f"{number(value)} {one if abs(value) < 2 else many or one}"


def percent(value: float) -> str:
    return f"{number(round(value, 1) if value < 10 else round(value))}\u00a0%"


def sentence(entry: Entry, figure: Figure) -> str:
    """What the big number is made of."""
    if figure.told is None:
        return "Trop peu pour dire un nombre sans que l’on reconnaisse quelqu’un."
    if figure.is_share:
        return f"{entry.part_words}, soit {number(figure.part or 0)} sur {counted(entry, figure.number or 0)}"
    return ""


def columns(entry: Entry, first: str) -> list[Any]:
    if entry.part:
        return [first, ("Ensemble", "number"), (entry.part_words.capitalize(), "number"), ("Part", "number")]
    return [first, ("Nombre" if entry.unit != "%" else "Part", "number")]


def cells(entry: Entry, label: Any, figure: Figure) -> list[Any]:
    if not entry.part:
        return [label, _or_masked(figure.number)]
    share = MASKED if figure.told is None else percent(figure.told)
    return [label, _or_masked(figure.number), _or_masked(figure.part), share]


def _or_masked(value: float | None) -> str:
    return MASKED if value is None else number(value)


def bars(entry: Entry, lines: list[tuple[str, Figure]]) -> list[Bar]:
    """In the order of the table; a masked figure has no bar, it is said in the table."""
    return [
        Bar(label, figure.told, told(entry, figure)) for label, figure in lines if figure.told is not None
    ]


def by_value(figures: Figures) -> list[tuple[str, Figure]]:
    """In alphabetical order: nobody is first."""
    named = sorted(figures.values().items(), key=lambda one: one[1])
    level, code = widest(figures)
    return [(label[:1].upper() + label[1:], figures.at(level, code, value)) for value, label in named]


def widest(figures: Figures) -> tuple[str, str]:
    order = list(Level)
    found = sorted({(order.index(Level(cell[0])), cell[1]) for cell in figures.table})
    if not figures.entry.declared or not found:
        return str(Level.COUNTRY), ""
    return str(order[found[0][0]]), found[0][1]


def masked_by_reason(rows: list[list[Any]]) -> list[tuple[str, int]]:
    """Of a snapshot: why cells are masked, and how many for each reason."""
    return [
        (words, count) for reason, words in WHY.items() if (count := sum(row[8] == reason for row in rows))
    ]
