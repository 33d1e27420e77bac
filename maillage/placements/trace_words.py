"""What became of a wish, said to the student who made it. Never who the others are."""

from typing import Any, NamedTuple

from maillage.placements.enums import Bar

CRITERIA = {
    "0": "la structure prend d’abord les étudiants du département",
    "1": "un besoin reconnu par leur école",
    "2": "une année de formation plus avancée",
    "3": "le tirage au sort",
}
SECOND = {
    "refused": "Vous n’avez pas demandé de place hors de votre liste\u00a0: le second tour ne vous concernait pas.",
    "none_open": "Aucune des places restantes ne vous était ouverte.",
    "none_left": "Des places restaient, mais pas assez pour tous\u00a0: elles ont servi à placer le plus d’étudiants possible.",
}


class Line(NamedTuple):
    """`seat`: a row, None when the place is gone; `kept`: it is the one that was given."""

    rank: int
    seat: Any
    words: str
    kept: bool = False


def first_round(steps: list[dict[str, Any]], seats: dict[int, Any], listed: list[int]) -> list[Line]:
    """Each wish of the list; those after the place that was given were not needed."""
    told = [
        Line(rank, seats.get(one["s"]), _words(one), one["v"] == "held") for rank, one in enumerate(steps, 1)
    ]
    if not any(one.kept for one in told):
        return told
    unneeded = "Pas nécessaire\u00a0: vous avez mieux dans votre liste."
    rest = enumerate(listed[len(steps) :], len(steps) + 1)
    return told + [Line(rank, seats.get(key), unneeded) for rank, key in rest]


def _words(step: dict[str, Any]) -> str:
    if step["v"] == "held":
        return "C’est votre place."
    if step["v"] == "barred":
        return f"Pas ouverte à vous\u00a0: {Bar(step['r']).label}."
    return _full(step.get("b", {}))


def _full(before: dict[str, int]) -> str:
    total = sum(before.values())
    if not total:
        return "Il n’y avait plus de place ouverte à cet endroit."
    given = "La place a été donnée" if total == 1 else f"Les {total} places ont été données"
    whom = (
        "à un étudiant qui passait avant vous" if total == 1 else "à des étudiants qui passaient avant vous"
    )
    parts = [
        f"{CRITERIA[key]} ({many})" if len(before) > 1 else CRITERIA[key] for key, many in before.items()
    ]
    return f"{given} {whom}, par\u00a0: {', '.join(parts)}."


def second_round(steps: list[dict[str, Any]]) -> str:
    step = steps[0]
    if step["v"] != "given":
        return SECOND[step["v"]]
    far = f"à {step['km']}\u00a0km de votre commune" if step["km"] else "dans votre commune"
    one = (
        "la seule place restante ouverte à vous"
        if step["n"] == 1
        else f"une des {step['n']} places restantes ouvertes à vous"
    )
    return f"Vous aviez accepté une place non demandée. C’est {one}, {far}\u00a0: le second tour place le plus d’étudiants possible, au plus près."
