"""What the papers of a meeting say: the record of its decisions, the sheet that those present sign."""

from datetime import date
from typing import Any

from django.utils import timezone

from maillage.governance.models import AgendaItem, Gathering, Minutes, Occupant, Presence
from maillage.governance.rules import Count
from maillage.web.wording import day, full_day


def _when(gathering: Gathering) -> str:
    start, end = timezone.localtime(gathering.starts_at), timezone.localtime(gathering.ends_at)
    return f"{full_day(start)}, de {start:%H} h {start:%M} à {end:%H} h {end:%M}, {gathering.place}"


def record_of_decisions(
    gathering: Gathering, items: list[AgendaItem], counts: list[Count], presences: list[Presence], today: date
) -> dict[str, Any]:
    """For `web/record.typ`. `counts` and `presences` are empty for whoever doesn't read them."""
    blocks: list[dict[str, Any]] = []
    if presences:
        blocks += [{"heading": "Présences"}, {"text": ", ".join(one.name for one in presences)}]
    if counts:
        rows = [[one.college.name, str(one.filled), str(one.present), _reached(one)] for one in counts]
        headers = ["Collège", "Sièges pourvus", "Présents", "Quorum"]
        blocks.append({"table": {"caption": "Quorum", "columns": headers, "rows": rows}})
    for number, item in enumerate(items, start=1):
        blocks += [{"heading": f"{number}. {item.title}"}, *_decided(item)]
    return {
        "title": f"Relevé de décisions\u00a0: {gathering.title}",
        "summary": f"{gathering.committee.name}. {_when(gathering)}.",
        "blocks": blocks,
        "footer": f"Imprimé le {day(today)}",
    }


def _reached(count: Count) -> str:
    return f"il manque {count.lacking}" if count.lacking else "atteint"


def _decided(item: AgendaItem) -> list[dict[str, Any]]:
    decision = getattr(item, "decision", None)
    if decision is None:
        return [{"text": f"Point pour {item.get_nature_display()}, sans décision."}]
    facts = [[decision.get_kind_display().capitalize(), "adoptée" if decision.adopted else "non adoptée"]]
    facts += [["Votée", "par consultation écrite"]] if decision.in_writing else []
    facts += [["Qui s’en charge", decision.owner]] if decision.owner else []
    facts += [["Pour le", day(decision.due_on)]] if decision.due_on else []
    words = [decision.plain_words] if decision.plain_words else []
    found: list[dict[str, Any]] = [{"text": told} for told in (*words, decision.text)]
    found.append({"facts": facts})
    tallies = list(decision.tallies.all())
    if tallies:
        rows = [
            [one.college.name, *map(str, (one.present, one.in_favour, one.against, one.abstained))]
            for one in tallies
        ]
        headers = ["Collège", "Présents", "Pour", "Contre", "Abstentions"]
        found.append({"table": {"caption": "Voix", "columns": headers, "rows": rows}})
    return found


def attendance_sheet(gathering: Gathering, members: list[Occupant]) -> dict[str, Any]:
    """In the order of the page where presences are typed again."""
    rows = [[one.name, f"{one.seat.organisation} ({one.get_rank_display()})", "", ""] for one in members]
    return {
        "title": f"Feuille de présence\u00a0: {gathering.title}",
        "summary": f"{gathering.committee.name}. {_when(gathering)}.",
        "blocks": [
            {
                "table": {
                    "caption": "Membres",
                    "columns": ["Nom", "Pour", "Arrivée", "Signature"],
                    "rows": rows,
                }
            },
            {"blank": {"label": "Invités\u00a0: nom et signature", "lines": 5}},
        ],
        "footer": "",
    }


def minutes_paper(
    gathering: Gathering, items: list[AgendaItem], minutes: Minutes, today: date
) -> dict[str, Any]:
    """For `web/record.typ`. A line that is a point of the agenda, as the page offers it, is a heading."""
    headings = {f"{number}. {item.title}" for number, item in enumerate(items, start=1)}
    return {
        "title": f"Compte rendu\u00a0: {gathering.title}",
        "summary": f"{gathering.committee.name}. {_when(gathering)}. {_state(minutes)}",
        "blocks": [block for part in minutes.text.split("\n\n") for block in _said(part, headings)],
        "footer": f"Imprimé le {day(today)}",
    }


def _state(minutes: Minutes) -> str:
    if minutes.approved_in is None:
        return "Projet, pas encore approuvé."
    approved = day(minutes.approved_in.starts_at)
    return f"Approuvé à la séance du {approved}. Empreinte du texte\u00a0: {minutes.digest[:16]}…"


def _said(part: str, headings: set[str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in part.strip().splitlines():
        if line.strip() in headings:
            found.append({"heading": line.strip()})
        elif found and "text" in found[-1]:
            found[-1]["text"] += f"\n{line}"
        elif line.strip():
            found.append({"text": line})
    return found
