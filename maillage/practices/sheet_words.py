"""How a sheet is said: who carries it, where, its rung and what the next one asks for."""

from dataclasses import dataclass
from typing import Any

from maillage.practices.catalogue import sections, tags
from maillage.practices.enums import EvaluationKind, Rung
from maillage.practices.models import Evaluation, Sheet, SheetVersion
from maillage.practices.queries.library import climb_of
from maillage.practices.rules.ladder import lacking, rung
from maillage.web.wording import day

COLOURS = {Rung.SPOTTED: "", Rung.DOCUMENTED: "waiting", Rung.EVALUATED: "done", Rung.TRANSFERRED: "done"}
KINDS = {EvaluationKind.PROCESS: "la démarche", EvaluationKind.EFFECTS: "les effets"}
OF_KINDS = {EvaluationKind.PROCESS: "de la démarche", EvaluationKind.EFFECTS: "des effets"}
MEANINGS = {
    Rung.SPOTTED: "On sait où, et à qui demander.",
    Rung.DOCUMENTED: "Ses parties sont écrites.",
    Rung.EVALUATED: "Sa démarche et ses effets sont évalués, à part l’un de l’autre.",
    Rung.TRANSFERRED: "Ailleurs, on l’a essayée et dit ce que cela a donné.",
}


@dataclass(frozen=True)
class Step:
    label: str
    meaning: str
    reached: bool


def rung_of(version: Any) -> Rung:
    return rung(climb_of(version))


def badge(version: Any) -> tuple[str, str]:
    """The word of the rung, and its colour."""
    at = rung_of(version)
    return str(at.label).capitalize(), COLOURS[at]


def ladder(version: Any) -> list[Step]:
    reached = list(Rung).index(rung_of(version))
    return [
        Step(str(one.label).capitalize(), MEANINGS[one], number <= reached) for number, one in enumerate(Rung)
    ]


def next_step(version: Any) -> str:
    """What is missing for the next rung; nothing at the top."""
    at = rung_of(version)
    if at == Rung.SPOTTED:
        return f"Pour qu’elle soit documentée, il reste à écrire\u00a0: {_listed(unwritten(version))}."
    if at == Rung.DOCUMENTED:
        told = " et ".join(f"une évaluation {OF_KINDS[one]}" for one in lacking(climb_of(version)))
        return f"Pour qu’elle soit évaluée, il manque {told}."
    if at == Rung.EVALUATED:
        return "Pour qu’elle soit transférée, il manque qu’une autre structure l’essaie et dise ce que cela a donné."
    return ""


def unwritten(version: SheetVersion) -> list[str]:
    listed = sections(version.sheet.kind)
    return [one.label for one in listed if not one.optional and not version.text_of(one.code)]


def _listed(words: list[str]) -> str:
    return ", ".join(f"{one[:1].lower()}{one[1:]}" for one in words)


def carried_by(sheet: Sheet) -> str:
    names = [str(one) for one in (sheet.structure, sheet.committee) if one is not None]
    return ", avec ".join(names) or "une instance qui ne se montre pas ici"


def evaluator(one: Evaluation) -> str:
    return str(one.committee or one.structure or "une instance qui ne se montre pas ici")


def where(row: Any) -> str:
    return str(row.territory) if row.territory else "toute la France"


def tag_labels(version: SheetVersion) -> list[tuple[str, str]]:
    known = tags(ended=True)
    return [(code, known.get(code, code)) for code in version.tags]


def facts(version: SheetVersion) -> list[tuple[str, str]]:
    sheet = version.sheet
    told = [("Type", str(sheet.get_kind_display()).capitalize())]
    told += [("Thème", str(version.get_theme_display()).capitalize())] if version.theme else []
    told += [("Portée par", carried_by(sheet)), ("Où", where(version)), ("À qui demander", version.contact)]
    if version.published_at:
        told.append(("Publiée le", f"{day(version.published_at)}, version {version.number}"))
    return told


def written(version: SheetVersion) -> list[tuple[str, str]]:
    """(heading, text) of each section that has one."""
    listed = sections(version.sheet.kind)
    return [(one.label, version.text_of(one.code)) for one in listed if version.text_of(one.code)]
