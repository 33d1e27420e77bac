"""What the ledger prints, in plain words: who reads what, the form to sign, the letter that carries a code."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from maillage.people.enums import Part
from maillage.people.ledger import ALWAYS, Around, Line, Opening, recipient
from maillage.people.models import Consent, LegalBasis, Person
from maillage.web.pdf import render_pdf
from maillage.web.wording import day, moment

STOP = (
    "Vous pouvez arrêter un accord à tout moment\u00a0: dites-le, écrivez-le, ou faites-le dans votre espace."
)
BOX = "☐"


def pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(render_pdf(template, data), content_type="application/pdf", headers=headers)


def ledger_record(
    person: Person, circle: list[Around], lines: list[Line], openings: list[Opening], told: bool
) -> dict[str, Any]:
    """`told`: whether whoever prints may read the journal of openings."""
    now = [line for line in lines if line.is_open]
    past = [line for line in lines if not line.is_open]
    blocks: list[dict[str, Any]] = [{"heading": "Qui vous entoure"}]
    blocks.append({"list": [_around_sentence(one) for one in circle] or ["Personne pour le moment."]})
    blocks.append({"heading": "Ce que vous avez ouvert, ou que la loi a ouvert"})
    blocks += [block for line in now for block in _line_blocks(line)] or [
        {"text": "Rien n’est ouvert en dehors de l’équipe qui vous accompagne."}
    ]
    blocks.append({"text": STOP})
    if past:
        blocks.append({"heading": "Ce qui n’est plus ouvert"})
        blocks.append(
            {"list": [f"{line.recipient}, {line.consent.structure}. {line.ended}" for line in past]}
        )
    if told:
        blocks.append({"heading": "Qui a ouvert votre dossier"})
        blocks.append(_openings_block(openings))
    return {
        "title": f"Qui lit quoi\u00a0: {person.full_name}",
        "summary": "Cette feuille dit qui peut lire votre dossier, pourquoi, et jusqu’à quand.",
        "blocks": blocks,
        "footer": f"Imprimé le {day(timezone.localdate())}",
    }


def _around_sentence(one: Around) -> str:
    return f"{one.name}, {one.role}, {one.place}\u00a0: lit {one.scope} ({one.why})."


def _line_blocks(line: Line) -> list[dict[str, Any]]:
    one = line.consent
    facts = [
        ["Qui peut lire", f"{line.recipient}, {one.structure}"],
        ["Pourquoi", one.purpose],
        ["Ce qui est lu", line.parts],
        ["De quel droit", line.why],
        ["Jusqu’au", day(one.until)],
    ]
    if one.basis:
        facts.append(["Limites", one.basis.limits])
    if line.is_exceptional:
        facts.append(["Accès exceptionnel", _review(one)])
    return [{"facts": facts}]


def _review(one: Consent) -> str:
    return f"relu\u00a0: {one.review}" if one.reviewed_at else "il sera relu par l’équipe"


def _openings_block(openings: list[Opening]) -> dict[str, Any]:
    if not openings:
        return {"text": "Personne n’a ouvert votre dossier."}
    rows = [[_when(one), one.who, one.place, one.motive] for one in openings]
    return {"table": {"columns": ["Quand", "Qui", "Structure", "Pourquoi"], "rows": rows}}


def _when(one: Opening) -> str:
    return f"{day(one.at)}, {one.times} fois" if one.times > 1 else moment(one.at)


def form_to_sign(person: Person, line: Consent | None, law: LegalBasis | None = None) -> dict[str, Any]:
    """The paper form, blank, or filled with a line that isn't written yet."""
    who = f"{recipient(line)}, {line.structure}" if line else ""
    opened = set(line.parts) if line else set()
    parts = [f"{'☒' if part in opened else BOX} {Part(part).label}" for part in Part.values]
    blocks: list[dict[str, Any]] = [
        {
            "text": f"Je m’appelle {person.full_name}. Je suis d’accord pour que mon dossier soit lu par\u00a0:"
        },
        *_filled("Nom ou rôle, et structure", who, 2),
        *_filled("Pourquoi", line.purpose if line else "", 2),
        {"heading": "Ce que j’ouvre"},
        {
            "text": ALWAYS.replace("son identité", "mon identité")
            .replace("la joindre", "me joindre")
            .replace("son parcours", "mon parcours")
        },
        {"text": "En plus (je coche)\u00a0:"},
        {"list": parts},
        *_filled("Jusqu’au (deux ans au plus)", day(line.until) if line else "", 1),
        {"heading": "Mes droits"},
        {
            "text": "Rien ne m’oblige à signer. Si je refuse, on m’accompagne quand même. Je peux arrêter cet accord à tout "
            "moment\u00a0: je le dis, je l’écris, ou je le fais dans mon espace."
        },
        {"blank": {"label": "Date et signature de la personne", "lines": 3}},
        {"blank": {"label": "Nom et signature de qui recueille l’accord", "lines": 3}},
    ]
    if law:
        blocks.append({"text": f"Texte cité\u00a0: {law.text}. {law.limits}"})
    return {"title": "Accord pour partager mon dossier", "blocks": blocks}


def _filled(label: str, value: str, lines: int) -> list[dict[str, Any]]:
    return [{"facts": [[label, value]]}] if value else [{"blank": {"label": label, "lines": lines}}]


def code_letter(
    person: Person, code: str, helper: str, until: date, sender: str, address: str
) -> dict[str, Any]:
    """The letter that carries a code, to hand over in person."""
    whose = f"l’espace de {person.full_name}" if helper else "votre espace"
    return {
        "title": f"Le code pour ouvrir {whose}",
        "sender": [sender],
        "recipient": [helper or person.full_name, "remis en main propre"],
        "place_and_date": f"Le {day(timezone.localdate())}",
        "blocks": [
            {"text": f"Voici le code qui ouvre {whose} sur Maillage."},
            {"facts": [["Adresse", address], ["Code", code], ["Valable jusqu’au", day(until)]]},
            {"text": "Pour entrer, écrivez ce code, puis la date de naissance de la personne accompagnée."},
            {
                "list": [
                    "Gardez cette lettre en lieu sûr\u00a0: qui a le code et la date de naissance peut entrer.",
                    "Sur un ordinateur partagé, cliquez sur «\u00a0Se déconnecter\u00a0» quand vous avez fini.",
                    "Si vous perdez le code, prévenez-nous\u00a0: nous le fermons et nous en donnons un autre.",
                ]
            },
        ],
        "signature": [sender],
    }
