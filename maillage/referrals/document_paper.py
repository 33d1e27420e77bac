"""The single document on paper: blank or filled by the folder, in the order of the re-entry screen; and what one scheme reads."""

from collections.abc import Iterable, Sequence
from typing import Any

from maillage.referrals.document import FIELDS, Field, needed, shown
from maillage.referrals.models import Referral, ReferralSection, SchemeRequest, SentSection
from maillage.schemes.enums import Section
from maillage.schemes.models import Scheme
from maillage.schemes.rules.catalogue import Question
from maillage.web.wording import day

Block = dict[str, Any]
BOX = "□\u00a0"
LINES = {"words": 4}
OWN = "Ce que la personne veut corriger ou ajouter, avec ses mots"
AGREES = (
    "Chaque dispositif ne reçoit que les parties cochées et signées ici. La personne peut en refuser une, ou toutes\u00a0: "
    "cela n’a pas de conséquence sur son accompagnement. Elle peut retirer son accord à tout moment."
)
FREE = "Rien n’est obligatoire. Ce qui n’est pas connu reste vide."


def blank(schemes: Sequence[Scheme]) -> dict[str, Any]:
    """To be filled by hand, for these schemes."""
    codes = needed({code for one in schemes for code in one.sections})
    return {
        "title": "Dossier unique",
        "summary": f"Pour {_names(schemes)}. {FREE}",
        "blocks": [
            *(block for code in codes for block in _part(code, {}, "")),
            *(block for one in schemes for block in _questions(one, {})),
            *_agreement(schemes),
        ],
        "footer": "Dossier unique, version papier",
    }


def filled(
    referral: Referral, parts: Iterable[ReferralSection], requests: Sequence[SchemeRequest]
) -> dict[str, Any]:
    """As it is written; what is still empty is left as a line to fill by hand."""
    schemes = [one.scheme for one in requests]
    return {
        "title": f"Dossier unique de {referral.person.full_name}",
        "summary": f"Commencé le {day(referral.began_on)} par {referral.worker}, {referral.structure}. "
        f"Pour {_names(schemes)}. {FREE}",
        "blocks": [
            *(block for one in parts for block in _part(one.code, one.values, one.own_words)),
            *(block for one in requests for block in _questions(one.scheme, one.answered)),
            *_agreement(schemes),
        ],
        "footer": f"Dossier unique de {referral.person.full_name}",
    }


def received(request: SchemeRequest, sent: Iterable[SentSection]) -> dict[str, Any]:
    """What the scheme reads, and nothing else: the copies that left with the person's agreement."""
    blocks: list[Block] = []
    for one in sent:
        blocks += [_heading(one.code), *_facts(shown(one.code, one.values))]
        blocks += [{"text": "Ses mots\u00a0:"}, {"quote": one.own_words}] if one.own_words else []
    given = request.answered
    told = [(one.label, given[one.code]) for one in request.scheme.asked if given.get(one.code)]
    blocks += [{"heading": "Questions de ce dispositif"}, {"facts": told}] if told else []
    sent_on = f" le {day(request.sent_at)}" if request.sent_at else ""
    return {
        "title": f"Demande\u00a0: {request.scheme.name}",
        "summary": f"Envoyée{sent_on} à {request.scheme.structure} par {request.structure}, avec l’accord de la personne.",
        "blocks": blocks,
        "footer": f"Demande {str(request.pk)[:8]}, {request.scheme.name}",
    }


def _names(schemes: Sequence[Scheme]) -> str:
    return " ; ".join(one.name for one in schemes).replace(" ;", "\u00a0;")


def _heading(code: str) -> Block:
    return {"heading": str(Section(code).label).capitalize()}


def _facts(lines: list[tuple[str, str]]) -> list[Block]:
    return [{"facts": lines}] if lines else [{"text": "Rien n’est écrit."}]


def _part(code: str, values: dict[str, str], own_words: str) -> list[Block]:
    fields = FIELDS[code]
    written = [(one.label, values[one.code]) for one in fields if values.get(one.code)]
    blocks: list[Block] = [_heading(code), *([{"facts": written}] if written else [])]
    blocks += [_room(one) for one in fields if not values.get(one.code)]
    blocks += [{"text": "Ses mots\u00a0:"}, {"quote": own_words}] if own_words else []
    return [*blocks, {"blank": {"label": OWN, "lines": 2}}]


def _room(one: Field | Question) -> Block:
    """Boxes to tick, or room to write."""
    if one.kind == "yes_no":
        return {"text": f"{one.label}\n{BOX}oui     {BOX}non     {BOX}on ne sait pas"}
    return {"blank": {"label": one.label, "lines": LINES.get(one.kind, 1)}}


def _questions(scheme: Scheme, answers: dict[str, str]) -> list[Block]:
    if not scheme.asked:
        return []
    written = [(one.label, answers[one.code]) for one in scheme.asked if answers.get(one.code)]
    heading = {"heading": f"Questions de «\u00a0{scheme.name}\u00a0»"}
    rooms = [_room(one) for one in scheme.asked if not answers.get(one.code)]
    return [heading, *([{"facts": written}] if written else []), *rooms]


def _agreement(schemes: Sequence[Scheme]) -> list[Block]:
    """A box and a place to sign for each part that each scheme would receive."""
    blocks: list[Block] = [{"heading": "Ce que j’accepte d’envoyer"}, {"text": AGREES}]
    for one in schemes:
        rows = [[name.capitalize(), f"{BOX}oui     {BOX}non", "…" * 12] for name in one.section_names]
        blocks += [
            {"text": f"À «\u00a0{one.name}\u00a0», {one.structure}\u00a0:"},
            {"table": {"columns": ["Partie", "J’accepte", "Ma signature"], "rows": rows}},
        ]
    return [
        *blocks,
        {"blank": {"label": "Nom de qui a lu le dossier avec la personne"}},
        {"blank": {"label": "Fait le, à"}},
        {"blank": {"label": "Signature de la personne", "lines": 2}},
    ]
