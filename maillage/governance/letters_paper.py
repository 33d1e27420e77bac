"""A mission letter to sign, an attestation to keep."""

from datetime import date
from typing import Any

from django.utils import timezone

from maillage.governance.models import Committee, Decision, MissionLetter, Occupant, Presence
from maillage.governance.rules.expenses import hours
from maillage.web.wording import day, number, plural


def letter_data(letter: MissionLetter, committee: Committee) -> dict[str, Any]:
    until = (
        f"du {day(letter.starts_on)} au {day(letter.ends_on)}"
        if letter.ends_on
        else f"depuis le {day(letter.starts_on)}"
    )
    facts = [
        ["Pour", letter.name],
        ["Instance", committee.name],
        ["Période", until],
        ["Heures prévues", plural(letter.hours, "heure")],
        ["Ce qui est payé", ", ".join(letter.covered) or "rien"],
    ]
    facts += [["Statut choisi", letter.get_status_display()]] if letter.status else []
    signed = f"Signée le {day(letter.signed_on)}." if letter.signed_on else ""
    blocks: list[dict[str, Any]] = [
        {"facts": facts},
        {"heading": "Ce qui est demandé"},
        {"text": letter.mission},
    ]
    if signed:
        blocks.append({"text": signed})
    else:
        statuses = "Mon statut, au choix\u00a0: bénévole, payé à la vacation, salarié ailleurs, à mon compte"
        blocks += [{"blank": {"label": label, "lines": 2}} for label in (statuses, *SIGNATURES)]
    return {"title": f"Lettre de mission\u00a0: {letter.name}", "blocks": blocks, "footer": committee.name}


SIGNATURES = ("Date et signature de la personne", "Date et signature pour l’instance")


def attestation_data(
    occupant: Occupant,
    committee: Committee,
    presences: list[Presence],
    decisions: list[Decision],
    today: date,
) -> dict[str, Any]:
    """Dates, hours, as what; and what came of it."""
    total = hours(sum(one.minutes for one in presences))
    rows = [
        [
            day(timezone.localdate(one.gathering.starts_at)),
            one.gathering.title,
            one.get_capacity_display(),
            number(hours(one.minutes)),
        ]
        for one in presences
    ]
    columns = ["Jour", "Séance", "À titre de", ["Heures", "number"]]
    changed = [one.text for one in decisions]
    blocks: list[dict[str, Any]] = [{"table": {"caption": "Séances", "columns": columns, "rows": rows}}]
    if changed:
        blocks += [{"heading": "Ce qui a changé depuis"}, {"text": CHANGED}, {"list": changed}]
    blocks.append({"blank": {"label": "Date et signature pour l’instance", "lines": 2}})
    told = f"{plural(len(presences), 'séance')}, soit {number(total)}\u00a0h"
    summary = f"{committee.name}\u00a0: {occupant.name} a pris part à {told}."
    return {
        "title": f"Attestation de participation\u00a0: {occupant.name}",
        "summary": summary,
        "blocks": blocks,
        "footer": f"Imprimée le {day(today)}",
    }


CHANGED = "Décisions prises dans ces séances, et faites depuis."
