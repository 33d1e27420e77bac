"""What is printed of an event: the sheet to sign at the door, the attestation of whoever came."""

from datetime import date
from typing import Any

from maillage.events.models import Opening, Registration
from maillage.events.queries.registrations import Opened
from maillage.web.wording import day, from_to


def sheet(opening: Opening, expected: list[Registration]) -> dict[str, Any]:
    """For `web/record.typ`: in the order of the page where it is typed again."""
    meeting = opening.gathering
    rows = [[str(one.number), one.name, one.share.name if one.share else "", ""] for one in expected]
    table = {"caption": "Inscrits", "columns": ["N°", "Nom", "Au titre de", "Signature"], "rows": rows}
    return {
        "title": f"Feuille de présence\u00a0: {meeting.title}",
        "summary": f"{meeting.committee.name}. {from_to(meeting.starts_at, meeting.ends_at)}, {meeting.place}.",
        "blocks": [
            {"table": table},
            {"blank": {"label": "Venus sans inscription\u00a0: nom et signature", "lines": 5}},
        ],
        "footer": "",
    }


def attestation(opened: Opened, today: date) -> dict[str, Any]:
    """For `web/record.typ`."""
    facts = opened.facts
    said = f"{facts.name} a participé à «\u00a0{facts.title}\u00a0», {from_to(facts.starts_at, facts.ends_at)}, {facts.place}."
    return {
        "title": "Attestation de présence",
        "summary": facts.committee,
        "blocks": [
            {"text": said},
            {"text": f"Attesté par {facts.committee}, d’après les présences notées ce jour-là."},
        ],
        "footer": f"Imprimé le {day(today)}",
    }
