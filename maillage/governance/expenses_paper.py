"""A claim on paper, prefilled for whoever has no screen; typed again by the secretary in the same order."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.governance.models import ExpenseClaim, Presence
from maillage.governance.queries.expenses import Terms
from maillage.governance.rules.expenses import worth
from maillage.web.wording import amount, day, full_day, number
from maillage.web.wording import rate as rate_in_euros

NO_BANK = "Maillage ne garde aucun numéro de compte\u00a0: donnez le vôtre à qui vous paie, une seule fois."
FILLED = ["Frais", "Nombre", "Payé", ["Montant", "number"]]


def claim_form(presence: Presence, terms: dict[str, Terms], proposed: dict[str, Decimal]) -> dict[str, Any]:
    """What is known is printed; the rest is a line to write on."""
    gathering = presence.gathering
    rows = [_asked(one, proposed.get(kind)) for kind, one in terms.items()]
    columns = ["Frais", "Ce que nous savons", "Payé", "Corrigez ou complétez"]
    return {
        "title": f"Mes frais\u00a0: {gathering.title}",
        "summary": f"{gathering.committee.name}, {full_day(timezone.localtime(gathering.starts_at))}.",
        "blocks": [
            {"facts": [["Prénom et nom", presence.name]]},
            {"table": {"caption": "Frais", "columns": columns, "rows": rows}},
            {"text": "Joignez les billets et les reçus."},
            {"blank": {"label": "À savoir", "lines": 2}},
            {"blank": {"label": "Date et signature", "lines": 2}},
            {"text": NO_BANK},
        ],
        "footer": "À remettre au secrétariat de l’instance",
    }


def _asked(terms: Terms, quantity: Decimal | None) -> list[str]:
    known = f"{number(quantity)} {terms.unit}" if quantity else ""
    return [terms.label.capitalize(), known, _rate(terms.rate, terms.each), f"………………… {terms.unit}"]


def _rate(rate: Decimal | None, each: str) -> str:
    return f"{rate_in_euros(rate)} {each}" if rate is not None else "au prix payé"


def claim_paper(claim: ExpenseClaim, units: dict[str, str]) -> dict[str, Any]:
    rows = [
        [
            line.get_kind_display().capitalize()
            + (f" (refusé\u00a0: {line.reason})" if line.refused else ""),
            f"{number(line.quantity)} {units[line.kind]}",
            rate_in_euros(line.rate) if line.rate is not None else "",
            amount(line.amount),
        ]
        for line in claim.lines.all()
    ]
    return {
        "title": f"Demande de remboursement\u00a0: {claim.name}",
        "summary": f"{claim.about}, {day(claim.on)}.",
        "blocks": [
            {"table": {"caption": "Frais", "columns": FILLED, "rows": rows}},
            {"facts": _facts(claim)},
            {"text": NO_BANK},
        ],
        "footer": "",
    }


def _facts(claim: ExpenseClaim) -> list[list[str]]:
    told = [["Demandé", amount(claim.total)]]
    told += [["Accepté", amount(claim.granted)]] if claim.granted is not None else []
    told += [["Avance reçue", amount(claim.advance)]] if claim.advance else []
    told += [["Reste à payer", amount(claim.due)]]
    told += [["À rendre", amount(claim.to_give_back)]] if claim.to_give_back else []
    told += [["Envoyée le", day(claim.sent_on)]] if claim.sent_on else []
    told += [["Payée le", day(claim.paid_on)]] if claim.paid_on else []
    told += [["À savoir", claim.note]] if claim.note else []
    return told


def proposed_total(terms: dict[str, Terms], proposed: dict[str, Decimal]) -> Decimal:
    return sum((worth(kind, value, terms[kind].rate) for kind, value in proposed.items()), Decimal("0"))
