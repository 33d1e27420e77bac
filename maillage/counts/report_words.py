"""A report as pages, files and papers say it: figures with their table, an estimate that never looks exact."""

from typing import Any

from maillage.web.charts import Bar, bar_chart
from maillage.web.wording import number, plural

HIDDEN = "masqué"
"""Fewer than five, or what would let such a number be worked out."""
UNCOUNTED = "non compté"
Told = dict[str, Any]
STRATA = [
    "Secteurs",
    ("En tout", "number"),
    ("En entier", "number"),
    ("En partie", "number"),
    ("Pas parcourus", "number"),
]
PASSES = [
    "Secteur",
    ("Premier passage", "number"),
    ("Second passage", "number"),
    ("Vues deux fois", "number"),
    "Rencontres estimées",
]
NO_ESTIMATE = (
    "Aucune estimation\u00a0: un groupe de secteurs n’a aucun secteur de l’échantillon parcouru en entier."
)
NO_INTERVAL = "il faut, dans chaque groupe, au moins deux secteurs parcourus en entier, où le nombre n’est pas partout le même."
METHOD = (
    "Le nombre compté est un minimum\u00a0: des personnes n’ont pas été vues, et des secteurs n’ont pas été parcourus.",
    "L’estimation\u00a0: dans chaque groupe de secteurs (forte ou faible présence attendue), la moyenne des secteurs de"
    " l’échantillon parcourus en entier est multipliée par le nombre de secteurs du groupe. Les deux groupes s’additionnent.",
    "L’intervalle\u00a0: si l’on tirait de nouveau des secteurs dans les mêmes groupes, dix-neuf intervalles sur vingt"
    " environ contiendraient le nombre que l’on aurait compté en parcourant tout. Variance d’un groupe de N secteurs dont n"
    " sont parcourus\u00a0: N² × (1 − n/N) × s²/n, où s² est la variance entre secteurs parcourus\u00a0; loi de Student,"
    " degrés de liberté de Satterthwaite. Il ne vaut que si les secteurs parcourus ont été tirés au sort.",
    "Un groupe dont tous les secteurs parcourus ont le même nombre (aucune personne, par exemple) n’élargit pas l’intervalle,"
    " qui est alors trop étroit.",
    "Il ne dit rien des personnes qu’un passage ne voit pas\u00a0: c’est ce que mesure le second passage, quand il y en a un."
    " Des rencontres de la seconde équipe, combien la première avait-elle faites\u00a0? Le nombre de rencontres d’un secteur"
    " est estimé par (a + 1) × (b + 1) ÷ (m + 1) − 1, où a et b sont les rencontres des deux passages et m celles des deux"
    " (Chapman). Cela suppose que personne n’a bougé entre les deux, et que chacun a la même chance d’être vu.",
    "Les nombres sont arrondis à 5, puis à 10 à partir de 100. Dans les tableaux, les nombres de moins de cinq sont masqués,"
    " et d’autres avec eux pour qu’on ne puisse pas les retrouver.",
)


def shown(count: int | str | None) -> str:
    """A text is empty: not counted, which is not zero."""
    if isinstance(count, str):
        return UNCOUNTED
    return HIDDEN if count is None else number(count)


def estimated(report: Told) -> str:
    """The estimate in a sentence, or why there is none."""
    if all(whole == sectors for _, sectors, whole, *_ in report["strata"]):
        return "Tous les secteurs ont été parcourus en entier\u00a0: rien n’est à estimer entre secteurs."
    if not report["estimate"]:
        return NO_ESTIMATE
    total, low, high = report["estimate"]
    about = f"Environ {plural(total, 'personne')}"
    if low is None:
        return f"{about}, sans que l’on puisse dire à combien près\u00a0: {NO_INTERVAL}"
    return f"{about}, entre {number(low)} et {number(high)} (intervalle à 95\u00a0%)."


def seen_in_hundred(report: Told) -> str:
    part = report["seen_in_hundred"]
    return (
        f"Là où deux équipes sont passées, un passage a vu environ {part}\u00a0% des rencontres."
        if part is not None
        else ""
    )


def coverage(report: Told) -> str:
    sectors, whole = (sum(row[rank] for row in report["strata"]) for rank in (1, 2))
    return f"{plural(whole, 'secteur parcouru|secteurs parcourus')} en entier sur {number(sectors)}."


def figures(report: Told) -> list[Told]:
    """For the page: each table with its chart, sectors that nobody walked left out."""
    counted = [[name, count] for name, _, _, count in report["sectors"] if count != ""]
    bars = [{"title": "Personnes par secteur", "rows": counted}]
    return [_figure(place, one) for place, one in enumerate([*bars, *report["tables"]])]


def _figure(place: int, one: Told) -> Told:
    said = f"{one['title']}\u00a0: nombre de personnes comptées."
    bars = [Bar(label, count or 0, shown(count)) for label, count in one["rows"]]
    return {
        "caption": one["title"],
        "columns": ["Réponse" if place else "Secteur", ("Personnes", "number")],
        "rows": [[label, shown(count)] for label, count in one["rows"]],
        "svg": bar_chart(f"figure-{place}", one["title"], said, bars),
    }


def sector_rows(report: Told) -> list[list[Any]]:
    return [[name, kind, how, shown(count)] for name, kind, how, count in report["sectors"]]


SECTORS = ["Secteur", "Type", "Parcouru", ("Personnes", "number")]


def pass_rows(report: Told) -> list[list[Any]]:
    return [[*row[:4], _between(*row[4:])] for row in report["captures"]]


def _between(total: int, low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"environ {total}, trop peu vues deux fois pour dire à combien près"
    return f"environ {total}, entre {low} et {high}"


def against(report: Told, former: Told) -> list[list[str]]:
    """This night beside the one before, of the same territory."""
    return [
        ["Personnes comptées", shown(report["persons"]), shown(former["persons"])],
        ["Ménages comptés", shown(report["households"]), shown(former["households"])],
        ["Estimation", _short(report), _short(former)],
        ["Secteurs parcourus", coverage(report), coverage(former)],
    ]


def _short(report: Told) -> str:
    if not report["estimate"]:
        return "aucune"
    total, low, high = report["estimate"]
    return number(total) if low is None else f"{number(total)} (de {number(low)} à {number(high)})"


def moved(report: Told, former: Told) -> str:
    """What may be said of the difference. Two intervals that meet say nothing."""
    ours, theirs = report["estimate"], former["estimate"]
    if not ours or not theirs or None in (*ours, *theirs):
        return "Les deux nuits ne se comparent pas\u00a0: l’une n’a pas d’intervalle."
    if ours[1] <= theirs[2] and theirs[1] <= ours[2]:
        return "Les deux intervalles se recouvrent\u00a0: on ne peut pas dire si le nombre a changé."
    way = "plus" if ours[0] > theirs[0] else "moins"
    return (
        f"Les deux intervalles sont séparés\u00a0: il y avait {way} de personnes, si les deux nuits ont été comptées de la"
        " même façon."
    )


HEADERS = ["Tableau", "Réponse", "Personnes", "Détail"]


def table(report: Told) -> list[list[Any]]:
    """The same for a spreadsheet."""
    total, low, high = report["estimate"] or (None, None, None)
    rows = [
        ["Ensemble", "Personnes comptées", _cell(report["persons"]), None],
        ["Ensemble", "Ménages comptés", _cell(report["households"]), "en ménages"],
        ["Ensemble", "Estimation", total, None],
        ["Ensemble", "Borne basse à 95 %", low, None],
        ["Ensemble", "Borne haute à 95 %", high, None],
    ]
    rows += [["Secteurs", name, _cell(count), how] for name, _, how, count in report["sectors"]]
    for one in report["tables"]:
        rows += [[one["title"], label, _cell(count), None] for label, count in one["rows"]]
    return rows


def _cell(count: int | str | None) -> Any:
    return HIDDEN if count is None else None if count == "" else count
