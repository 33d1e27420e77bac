"""The papers of a call: a file as it was handed in, the letter that answers it."""

from typing import Any

from django.utils import timezone

from maillage.calls.enums import Opinion, QuestionKind
from maillage.calls.models import Application, FileVersion, Ruling
from maillage.web.wording import amount, day, moment

OPENING = {
    "granted": "Le jury a retenu votre dossier.",
    "reserve": "Le jury a mis votre dossier sur liste d’attente\u00a0: il sera repris si une place ou une somme se libère.",
    "refused": "Le jury n’a pas retenu votre dossier.",
}


def file_data(
    application: Application, version: FileVersion, content: list[dict[str, Any]]
) -> dict[str, Any]:
    facts = [
        ["Appel", application.call.title],
        ["Structure", application.structure.name],
        ["Référence", application.reference],
        ["Déposé le", moment(version.submitted_at)],
        ["Version", str(version.number)],
    ]
    facts += [["Somme demandée", amount(version.asked)]] if version.asked is not None else []
    facts += [["Avec", ", ".join(version.partners)]] if version.partners else []
    blocks: list[dict[str, Any]] = [{"facts": facts}]
    for one in content:
        blocks += [{"heading": one["label"]}, *_answer(one)]
    return {"title": version.title, "blocks": blocks, "footer": application.call.title}


def _answer(one: dict[str, Any]) -> list[dict[str, Any]]:
    if one["kind"] != QuestionKind.BUDGET:
        return [{"text": one["text"] or "Sans réponse."}]
    rows = [[label, amount(value)] for label, value in one["lines"]]
    rows.append(["Total", amount(one["total"])])
    return [{"table": {"caption": one["label"], "columns": ["Dépense", ["Somme", "number"]], "rows": rows}}]


def reading_data(application: Application) -> dict[str, Any]:
    """A first reading to fill in by hand, in the order of the page where it is typed in."""
    facts = [
        ["Appel", application.call.title],
        ["Structure", application.structure.name],
        ["Référence", application.reference],
    ]
    blanks = [{"blank": {"label": label, "lines": 4}} for label in application.call.criteria]
    boxes = "   ".join(f"☐ {label}" for label in Opinion.labels)
    return {
        "title": f"Première lecture\u00a0: {application.title}",
        "summary": "Quelques mots par critère suffisent. Personne ne lit votre avis avant que tous aient rendu le leur.",
        "blocks": [
            {"facts": facts},
            *blanks,
            {"blank": {"label": "À demander au porteur, ou au jury (facultatif)", "lines": 3}},
            {"heading": "Votre avis"},
            {"text": boxes},
            {"blank": {"label": "Votre nom", "lines": 1}},
        ],
        "footer": "À rendre au secrétariat du jury, sous enveloppe fermée",
    }


def letter_data(ruling: Ruling) -> dict[str, Any]:
    """Before it is sent, it says so."""
    application = ruling.application
    call = application.call
    sent = (
        f"Envoyée le {day(ruling.notified_on)}"
        if ruling.notified_on
        else "Projet de lettre, pas encore envoyée"
    )
    facts = [
        ["Pour", application.structure.name],
        ["Dossier", f"{application.title} ({application.reference})"],
        ["Appel", call.title],
        ["Séance du jury", day(timezone.localdate(ruling.gathering.starts_at))],
    ]
    blocks: list[dict[str, Any]] = [{"facts": facts}, {"text": OPENING[ruling.outcome]}, *_money(ruling)]
    blocks += [{"heading": "Pourquoi"}, {"text": ruling.reasons}]
    if call.remedies:
        blocks += [{"heading": "Si vous n’êtes pas d’accord"}, {"text": call.remedies}]
    blocks.append({"blank": {"label": f"Pour le jury, {call.committee}", "lines": 2}})
    return {
        "title": f"Réponse à votre dossier\u00a0: {application.title}",
        "summary": f"{sent}.",
        "blocks": blocks,
    }


def _money(ruling: Ruling) -> list[dict[str, Any]]:
    given = list(ruling.grants.all())
    if not given:
        return []
    rows = [[one.funder.structure.name, amount(one.amount)] for one in given]
    rows.append(["En tout", amount(ruling.amount)])
    return [{"table": {"caption": "Sommes", "columns": ["Financeur", ["Somme", "number"]], "rows": rows}}]
