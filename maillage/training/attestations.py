"""Papers: the sheet of presences, the attestation of a training, the attestation of a year."""

from typing import Any

from django.utils import timezone

from maillage.permissions import Forbidden
from maillage.training import session_words as words
from maillage.training.models import HalfDay, Registration, Session
from maillage.training.queries.account import Year
from maillage.training.rules.account import said
from maillage.web.wording import day, full_day, number, plural

NOT_OVER = "L’attestation se donne une fois la formation terminée."
NOT_THERE = "Aucune présence n’est notée\u00a0: il n’y a rien à attester."


def check_attested(row: Registration, signed: list[HalfDay]) -> None:
    if row.session.finished_at is None:
        raise Forbidden(NOT_OVER)
    if not signed:
        raise Forbidden(NOT_THERE)


def half_in_words(half: HalfDay) -> str:
    return f"{full_day(half.on)}, {half.get_part_display()} ({said(half.hours)})"


def attestation_data(row: Registration, signed: list[HalfDay]) -> dict[str, Any]:
    session = row.session
    hours = sum(one.hours for one in signed)
    told = f"{session.structure} atteste que {row.name} a suivi la formation «\u00a0{session.title}\u00a0», {words.dates(session)}, pendant {said(hours)}."
    blocks: list[dict[str, Any]] = [{"text": told}, {"list": [half_in_words(one) for one in signed]}]
    if session.acquired:
        blocks += [{"heading": "Ce que la formation apprend à faire"}, {"list": _lines(session.acquired)}]
    return {
        "title": "Attestation de formation",
        "sender": [str(session.structure)],
        "recipient": [row.name],
        "place_and_date": f"Le {day(timezone.localdate())}",
        "blocks": blocks,
        "signature": [str(session.structure)],
    }


def _lines(text: str) -> list[str]:
    return [line.strip(" -–•") for line in text.splitlines() if line.strip(" -–•")]


def sheet_data(
    session: Session, halves: list[HalfDay], rows: list[Registration], came: set[tuple[int, int]]
) -> dict[str, Any]:
    heads = ["Prénom et nom", *(f"{one.on:%d/%m} {one.get_part_display()}" for one in halves[:6])]
    table = [
        [one.name, *("présent" if (one.pk, half.pk) in came else "" for half in halves[:6])] for one in rows
    ]
    more = [{"text": "Les autres demi-journées sont à imprimer à part."}] if len(halves) > 6 else []
    return {
        "title": f"Feuille de présence\u00a0: {session.title}",
        "summary": f"{words.dates(session).capitalize()}, {words.where(session)}. Chacun signe chaque demi-journée.",
        "blocks": [{"table": {"columns": heads, "rows": table}}, *more],
    }


def year_data(name: str, told: Year) -> dict[str, Any]:
    """The account of a year on paper, with the rule, and what it is worth."""
    account = told.account
    rows = [
        [one.line.title, _when(one.line), said(one.line.hours), said(one.decided.counted), one.decided.why]
        for one in told.told
    ]
    return {
        "title": f"Compte de formation {told.year}",
        "summary": f"{name}\u00a0: {days(account.days)} sur {number(told.version.days)}, soit {plural(account.half_days, 'demi-journée')}.",
        "blocks": [
            {"table": {"columns": ["Formation", "Quand", "Suivi", "Compté", "Pourquoi"], "rows": rows}},
            {"heading": "La règle"},
            {"text": f"{told.version}. {told.version.status}"},
            {"text": f"Source\u00a0: {told.version.source}"},
            {"text": adopted(told)},
        ],
        "footer": f"Calculé par Maillage le {day(timezone.localdate())}.",
    }


def _when(line: Any) -> str:
    return (
        day(line.first_on)
        if line.first_on == line.last_on
        else f"du {day(line.first_on)} au {day(line.last_on)}"
    )


def days(value: Any) -> str:
    return f"{number(value)}\u00a0jour{'s' if value >= 2 else ''}"


def adopted(told: Year) -> str:
    adoption = told.adoption
    if adoption is None:
        return "Ni votre employeur ni votre territoire ne l’ont adoptée ici\u00a0: ce compte est donné à titre indicatif."
    scope = f" pour {adoption.territory}" if adoption.territory else ""
    return f"Adoptée par {adoption.structure}{scope} depuis le {day(adoption.starts_on)}\u00a0: {adoption.decision}."
