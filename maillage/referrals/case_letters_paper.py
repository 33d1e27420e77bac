"""The letters of a commission, several in one file, each to the person at the address they agreed to give."""

from datetime import date
from typing import Any

from maillage.directory.rules import shown_phone
from maillage.governance.models import Gathering
from maillage.referrals.letters_paper import address, decision_blocks
from maillage.referrals.models import SchemeRequest
from maillage.web.wording import day

BY_HAND = "À remettre en main propre"


def letters(title: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """For `referrals/letters.typ`: one page or more each."""
    return {"title": title, "letters": found}


def letter(
    gathering: Gathering, request: SchemeRequest, who: dict[str, str], where: dict[str, str], today: date
) -> dict[str, Any]:
    """`who` and `where`: the parts « identity » and « contact » as sent; no address is written but the one given there."""
    structure, name = request.scheme.structure, who.get("name", "")
    phone = shown_phone(structure.phone)
    home = where.get("domicile", "").splitlines() or [BY_HAND]
    return {
        "sender": [gathering.committee.name, *address(structure), *([phone] if phone else [])],
        "recipient": [line for line in (name, *home) if line],
        "place_and_date": f"Le {day(today)}",
        "title": f"Réponse à votre demande\u00a0: {request.scheme.name}",
        "blocks": decision_blocks(request),
        "signature": [gathering.committee.name],
    }
