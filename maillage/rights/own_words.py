"""Claims and debts in the words of the person: what they have to do, whom they wait for, to whom to speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.rights.claim_pages import ClaimPage
from maillage.rights.enums import ClaimState, Silence
from maillage.rights.legal_delays import contest_by
from maillage.rights.models import Claim, Overpayment, Piece
from maillage.rights.procedures import CLAIMABLE
from maillage.web.wording import amount, day, plural, short_day

SOMEBODY = "la personne qui vous accompagne"
MEANS = {Silence.REFUSED: "non", Silence.GRANTED: "oui"}
HAPPENED = {
    "Droit abordé avec la personne": "On vous a parlé de ce droit",
    "Décision\u00a0: demander": "Vous avez dit oui",
    "Décision\u00a0: ne pas demander": "Vous avez dit non",
    "Décision\u00a0: demander, depuis son espace": "Vous avez dit oui, depuis votre espace",
    "Décision\u00a0: ne pas demander, depuis son espace": "Vous avez dit non, depuis votre espace",
}
FEMININE = ("CAF", "CPAM", "MSA", "MDPH", "CARSAT", "caisse", "mairie")


@dataclass(frozen=True)
class Told:
    """To whom the person may speak, and the day they read."""

    today: date
    helper: str = SOMEBODY

    def now(self, claim: Claim, page: ClaimPage, pieces: list[Piece]) -> str:
        """One sentence or two: what they have to do, or whom they wait for."""
        if claim.state == ClaimState.FILED:
            return self._waiting(claim, page)
        if claim.state == ClaimState.REFUSED:
            return self._refused(claim, page)
        return _said(pieces).get(ClaimState(claim.state), page.now)

    def _waiting(self, claim: Claim, page: ClaimPage) -> str:
        due, means = claim.answer_due_on, MEANS[Silence(page.procedure.silence)]
        if due is None:
            return "La demande est partie."
        if due >= self.today:
            return f"Réponse attendue au plus tard le {day(due)}. Sans réponse, la loi considère que c’est {means}."
        way_out = (
            "Vous pouvez le contester\u00a0: parlez-en" if means == "non" else "Pour en profiter, parlez-en"
        )
        return (
            f"{_the_body(claim)} n’a pas répondu. Au bout de ce délai, la loi considère que c’est {means}. "
            f"{way_out} à {self.helper}."
        )

    def _refused(self, claim: Claim, page: ClaimPage) -> str:
        if page.way is None or claim.answered_on is None:
            return f"C’est non. Parlez-en à {self.helper}\u00a0: une solution reste peut-être possible."
        last = contest_by(page.way, claim.answered_on)
        if last < self.today:
            return f"C’est non. {self._too_late(last)}"
        return f"C’est non. Vous pouvez contester avant le {day(last)}\u00a0: parlez-en à {self.helper}."

    def _too_late(self, last: date) -> str:
        return (
            f"La date pour contester est passée ({short_day(last, self.today)}). "
            f"Parlez-en vite à {self.helper}\u00a0: une solution reste peut-être possible."
        )

    def overpayment(self, one: Overpayment) -> str:
        asked = (
            f"{CLAIMABLE[one.benefit].name}\u00a0: {amount(one.amount)} réclamés le {day(one.notified_on)}."
        )
        said = f" «\u00a0{one.explanation}\u00a0»" if one.explanation else ""
        return f"{asked}{said} {self._next(one)}"

    def _next(self, one: Overpayment) -> str:
        if one.settled_on:
            return f"C’est réglé depuis le {day(one.settled_on)}."
        if one.contested_on:
            return f"C’est contesté depuis le {day(one.contested_on)}."
        if one.contest_by < self.today:
            return self._too_late(one.contest_by)
        return f"Vous pouvez contester avant le {day(one.contest_by)}\u00a0: parlez-en à {self.helper}."


def state(claim: Claim, today: date) -> str:
    """Where it stands; past a day that counted, who let it pass."""
    late = {
        ClaimState.FILED: f"{_the_body(claim)} est en retard pour répondre",
        ClaimState.APPEALED: "La réponse au recours est en retard",
        ClaimState.INCOMPLETE: "La date pour envoyer les papiers est passée",
    }
    said = str(claim.get_state_display())
    return late.get(ClaimState(claim.state), said) if claim.is_late(today) else said


def happened(page: ClaimPage) -> list[dict[str, Any]]:
    return [one | {"text": HAPPENED.get(one["text"], one["text"])} for one in page.happened]


def _said(pieces: list[Piece]) -> dict[ClaimState, str]:
    lacking = sum(one.given_on is None for one in pieces)
    return {
        ClaimState.PROPOSED: "À vous de dire si vous voulez demander.",
        ClaimState.DECLINED: "Vous pouvez changer d’avis.",
        ClaimState.PREPARING: f"Il reste {plural(lacking, 'papier')} à réunir."
        if lacking
        else "Vos papiers sont là\u00a0: la demande va partir.",
        ClaimState.GRANTED: "L’organisme a dit oui.",
    }


def _the_body(claim: Claim) -> str:
    """ "La CAF Touraine"; what nobody chose yet ("CAF ou MSA") stays in brackets."""
    name = claim.body or CLAIMABLE[claim.benefit].body
    first = name.split(" ")[0]
    if name == "France Travail":
        return name
    if first in FEMININE and " ou " not in name and "," not in name:
        return f"La {name}"
    return f"L’organisme ({name})"
