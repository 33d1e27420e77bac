"""On paper: the convention as it was read, a tutor's attestation, a request for aids."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from maillage.conventions import arithmetic_words as words
from maillage.conventions.enums import AidUnit, SignerRole, TutorLineKind
from maillage.conventions.models import Convention, Tutor, TutorLine
from maillage.conventions.queries.counting import Counted
from maillage.conventions.queries.courses import named
from maillage.conventions.queries.estimates import Estimate
from maillage.web.wording import amount, day, moment, number, plural

Data = dict[str, Any]
MENTION = "Mention {} de l’article D124-4 du code de l’éducation"


def convention(
    text: list[Data], answers: Iterable[Any], *, school: str, number_: int, digest: str, why: str = ""
) -> Data:
    """For `web/record.typ`. `answers`: role, name, signed_at of each signatory of this version."""
    named = f"avenant, version {number_}" if number_ > 1 else "version 1"
    blocks: list[Data] = [{"text": f"Ce qui change\u00a0: {why}"}] if why else []
    for one in text:
        title = f"{one['mention']}. {one['title']}" if one["mention"] else one["title"]
        blocks.append({"heading": title})
        blocks.append({"list": one["lines"]} if len(one["lines"]) > 1 else {"text": one["lines"][0]})
    rows = [
        [SignerRole(one.role).label.capitalize(), one.name, f"le {moment(one.signed_at)}" if one.signed_at else "en attente"]
        for one in answers
    ]  # fmt: skip
    blocks += [
        {"heading": "Signatures"},
        {"table": {"caption": "Qui signe", "columns": ["Au titre de", "Nom", "Signée"], "rows": rows}},
        {"text": f"Empreinte SHA-256 du texte lu par chaque signataire\u00a0: {digest}"},
    ]
    return {
        "title": f"Convention de stage, {named}",
        "summary": "Code de l’éducation, art. L124-1 à L124-20 et D124-1 à D124-9. Les numéros sont ceux de l’article D124-4.",
        "blocks": blocks,
        "footer": school,
    }


def attestation(tutor: Tutor, lines: Iterable[TutorLine], conventions: Iterable[tuple[str, str]]) -> Data:
    """What a tutor did: it feeds a job description and a career. Trainees are not named."""
    told = list(lines)
    done = [list(one) for one in conventions]
    skills = [one.words for one in told if one.kind == TutorLineKind.SKILL]
    blocks: list[Data] = [
        {
            "facts": [
                ["Tuteur", str(tutor.user)],
                ["Structure", tutor.structure.name],
                ["Depuis le", day(tutor.since)],
                [
                    "Diplômes",
                    ", ".join(named(tutor.diplomas)) or "aucun au registre",
                ],
                ["Formation de tuteur", _sum(told, TutorLineKind.TRAINING)],
                ["Accompagnement", _sum(told, TutorLineKind.HOURS)],
            ]
        },
        {"heading": "Stages suivis"},
    ]
    blocks.append(
        {"table": {"caption": "Stages suivis", "columns": ["Diplôme", "Dates"], "rows": done}}
        if done
        else {"text": "Aucun stage signé."}
    )
    blocks += [{"heading": "Compétences mobilisées et développées"}]
    blocks.append({"list": skills} if skills else {"text": "Rien n’est écrit au registre."})
    rows = [[day(one.on), one.words, words.hours(one.hours)] for one in told if one.hours]
    if rows:
        blocks += [
            {"heading": "Formation et temps"},
            {"table": {"caption": "Formation et temps", "columns": ["Le", "Quoi", ("Heures", "number")], "rows": rows}},
        ]  # fmt: skip
    blocks.append({"blank": {"label": "Pour la structure, nom, date et signature", "lines": 2}})
    return {"title": "Attestation de tuteur de stage", "blocks": blocks, "footer": tutor.structure.name}


def _sum(lines: Iterable[TutorLine], kind: str) -> str:
    return words.hours(sum((one.hours or Decimal(0) for one in lines if one.kind == kind), Decimal(0)))


def worth(told: Decimal | None) -> str:
    return "à voir avec qui la donne" if told is None else amount(told)


def unit(aid: Any) -> str:
    return f"{amount(aid.amount)} {AidUnit(aid.unit).label}" if aid.amount is not None else "montant non dit"


def aid_request(row: Convention, told: Estimate, counted: Counted) -> Data:
    """Filled with what is known, to hand over with the convention."""
    way = (
        "inconnue"
        if told.km is None
        else f"{number(told.km)} km aller, {number(told.travelled or 0)} km en tout"
    )
    rows = [[one.title, one.giver, unit(one), worth(value)] for one, value in told.lines]
    blocks: list[Data] = [
        {
            "facts": [
                ["Stagiaire", row.student_name],
                ["Établissement", row.school.name],
                ["Structure d’accueil", row.host_name],
                ["Dates", f"du {day(row.starts_on)} au {day(row.ends_on)}"],
                ["Présence", f"{plural(told.days, 'jour')}, {words.hours(row.hours)}"],
                ["Distance", way],
                ["Gratification", amount(counted.owed.amount)],
            ]
        },
        {"heading": "Aides demandées"},
    ]
    columns = ["Aide", "Donnée par", "Montant", "Pour ce stage"]
    blocks.append(
        {"table": {"caption": "Aides", "columns": columns, "rows": rows}}
        if rows
        else {"text": "Aucune aide connue ici."}
    )
    blocks += [
        {"blank": {"label": "Ma situation, en quelques lignes", "lines": 4}},
        {"blank": {"label": "Date et signature", "lines": 2}},
    ]
    return {"title": "Demande d’aide pour un stage", "blocks": blocks, "footer": row.school.name}
