"""A job description and a career on paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maillage.conditions.models import CareerPeriod, JobVersion
from maillage.conditions.models.posts import HEADINGS
from maillage.web.wording import day


def job_data(row: JobVersion) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for name, heading in HEADINGS.items():
        text = getattr(row, name)
        if text:
            blocks += [{"heading": heading}, *({"text": part} for part in text.split("\n") if part.strip())]
    blocks += [{"heading": "Signatures"}, {"facts": signatures(row)}]
    summary = f"{row.user}, {row.structure.name}. Version {row.number}."
    return {
        "title": row.title,
        "summary": summary,
        "blocks": blocks,
        "footer": f"Empreinte du texte\u00a0: {row.digest[:16]}",
    }


def signatures(row: JobVersion) -> list[list[str]]:
    """Who signed, when; or what was refused, and why."""
    worker = f"le {day(row.worker_signed_at)}" if row.worker_signed_at else "pas encore"
    leader = f"{row.leader}, le {day(row.leader_signed_at)}" if row.leader_signed_at else "pas encore"
    refused = (
        [["Refusée", f"{row.refused_by}, le {day(row.refused_at)}\u00a0: {row.refusal}"]]
        if row.refused_at
        else []
    )
    return [[str(row.user), worker], ["Responsable", leader], *refused]


def career_data(name: str, rows: Iterable[CareerPeriod], today: date) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for one in rows:
        until = f"au {day(one.until)}" if one.until else "à aujourd’hui"
        facts = [
            ["Employeur", one.employer],
            ["Secteur", one.get_sector_display()],
            ["Période", f"du {day(one.since)} {until}"],
        ]
        more = [["Acquis", one.acquired], ["Preuve", one.evidence]]
        blocks += [{"heading": one.post}, {"facts": [*facts, *(row for row in more if row[1])]}]
    return {
        "title": f"Parcours professionnel de {name}",
        "summary": "Écrit par la personne elle-même.",
        "blocks": blocks,
        "footer": day(today),
    }
