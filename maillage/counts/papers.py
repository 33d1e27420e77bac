"""On paper: the form of a sector, filled by hand and typed in again in the same order; the report."""

from collections.abc import Iterable
from typing import Any

from maillage.counts import report_words as words
from maillage.counts.enums import ANSWERS, Ask, Contact, Shape
from maillage.counts.models import Night, Round
from maillage.counts.sighting_words import LETTERS
from maillage.web.wording import day, from_to

LINES = 11
TALL = "\u00a0\n\u00a0"
"""Room to write."""
HEADS = {Ask.AGE: "Âge", Ask.GENDER: "Genre", Ask.SINCE: "Depuis", Ask.CALLED: "115", Ask.WANTS: "Dem."}


def _key(title: str, listed: Any) -> list[str]:
    answers = (f"{letter}\u00a0= {label}" for letter, label in zip(LETTERS, listed.labels, strict=False))
    return [title, "\u2003".join(answers)]


def blank(row: Night, one: Round) -> dict[str, Any]:
    """For `web/record.typ`. A letter for each answer, explained above."""
    asked = [ask for ask in Ask if ask in row.asked]
    keys = [
        _key("Rencontre", Contact),
        _key("Ménage", Shape),
        *(_key(HEADS[ask], ANSWERS[ask]) for ask in asked),
    ]
    columns = ["Heure", "Renc.", "Mén.", "Pers.", "Min.", *(HEADS[ask] for ask in asked), "Bord"]
    return {
        "title": f"{one.sector.name}\u00a0: fiche de comptage",
        "summary": f"{row.title}. {from_to(row.starts_at, row.ends_at)}. Équipe\u00a0: {one.team.name}.",
        "blocks": [
            {"text": one.sector.limits or "Limites\u00a0: voir l’organisateur."},
            {
                "text": "Une ligne par rencontre. Jamais de nom. Ne réveillez personne. Une lettre par case\u00a0; vide\u00a0: non dit."
            },
            {"facts": keys},
            {"table": {"caption": "Rencontres", "columns": columns, "rows": [[TALL] * len(columns)] * LINES}},
            {
                "text": "Secteur parcouru\u00a0: □ en entier   □ en partie   □ pas parcouru      de ……… h ………  à ……… h ………"
            },
        ],
        "footer": f"À rendre à {row.structure.name}",
    }


def report(row: Night, told: dict[str, Any], beside: tuple[Night, dict[str, Any]] | None) -> dict[str, Any]:
    """For `web/record.typ`."""
    blocks = [
        {
            "facts": [
                ["Personnes comptées", words.shown(told["persons"])],
                ["Ménages comptés", words.shown(told["households"])],
            ]
        },
        {"text": words.estimated(told)},
        *({"text": one} for one in [words.seen_in_hundred(told)] if one),
        {"text": words.coverage(told)},
        _table("Secteurs parcourus", words.STRATA, told["strata"]),
        _table("Par secteur", words.SECTORS, words.sector_rows(told)),
    ]
    for one in told["tables"]:
        rows = [[label, words.shown(count)] for label, count in one["rows"]]
        blocks += [
            {"heading": one["title"]},
            _table(one["title"], ["Réponse", ("Personnes", "number")], rows),
        ]
    blocks += _beside(row, told, beside) + _method(row)
    return {
        "title": f"{row.title}\u00a0: rapport",
        "summary": f"{row.territory.name}, {from_to(row.starts_at, row.ends_at)}. {row.structure.name}.",
        "blocks": blocks,
        "footer": f"Publié le {day(row.published_at)}" if row.published_at else "Provisoire, non publié",
    }


def _table(caption: str, columns: Iterable[Any], rows: list[list[Any]]) -> dict[str, Any]:
    heads = [column if isinstance(column, str) else list(column) for column in columns]
    return {
        "table": {"caption": caption, "columns": heads, "rows": [[str(cell) for cell in row] for row in rows]}
    }


def _beside(
    row: Night, told: dict[str, Any], beside: tuple[Night, dict[str, Any]] | None
) -> list[dict[str, Any]]:
    if beside is None:
        return []
    night, former = beside
    columns = ["Nombre", day(row.starts_at), day(night.starts_at)]
    return [
        {"heading": "La nuit d’avant"},
        _table("La nuit d’avant", columns, words.against(told, former)),
        {"text": words.moved(told, former)},
    ]


def _method(row: Night) -> list[dict[str, Any]]:
    own = [{"text": row.method}] if row.method else []
    return [{"heading": "Comment c’est compté"}, *own, *({"text": one} for one in words.METHOD)]
