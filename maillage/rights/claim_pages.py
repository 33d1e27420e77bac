"""A claim in the words of a page: where it stands, what is due and by whom, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from maillage.people.models import Person
from maillage.rights.enums import ClaimState, Outcome, Silence, Stage
from maillage.rights.legal_delays import contest_by
from maillage.rights.models import Appeal, Claim, Overpayment, Piece
from maillage.rights.presentation import PER, roughly, stored_amount
from maillage.rights.procedures import CLAIMABLE, HINTS, Procedure, Way, procedure_for
from maillage.rights.queries.claims import Found, next_stage
from maillage.web.wording import amount, day, plural, short_day

KINDS = {
    ClaimState.DECLINED: "",
    ClaimState.CLOSED: "",
    ClaimState.PAID: "done",
    ClaimState.GRANTED: "done",
    ClaimState.REFUSED: "late",
}


DUE_WORDS = {
    ClaimState.FILED: "Réponse attendue avant le",
    ClaimState.INCOMPLETE: "Papiers à donner avant le",
    ClaimState.REFUSED: "Dernier jour pour contester\u00a0:",
    ClaimState.APPEALED: "Réponse au recours avant le",
}


@dataclass(frozen=True)
class ClaimPage:
    state: str
    kind: str
    now: str
    due: list[dict[str, Any]]
    facts: list[tuple[str, str]]
    happened: list[dict[str, Any]]
    papers: list[tuple[str, str]]
    procedure: Procedure
    way: Way | None
    hint: str
    benefit: Any


def page(claim: Claim, pieces: list[Piece], appeals: list[Appeal], today: date) -> ClaimPage:
    procedure = procedure_for(claim.benefit, claim.filed_on or claim.proposed_on)
    way = _open_way(claim, appeals, procedure)
    return ClaimPage(
        state=claim.state_on(today),
        kind=kind_of(claim, today),
        now=_now(claim, procedure, way, pieces, today),
        due=_due(claim, way, appeals, today),
        facts=_facts(claim),
        happened=_happened(claim, appeals),
        papers=_papers(claim, appeals, way),
        procedure=procedure,
        way=way,
        hint=HINTS.get(claim.benefit, ""),
        benefit=CLAIMABLE[claim.benefit],
    )


def kind_of(claim: Claim, today: date) -> str:
    return "late" if claim.is_late(today) else KINDS.get(ClaimState(claim.state), "waiting")


def _open_way(claim: Claim, appeals: list[Appeal], procedure: Procedure) -> Way | None:
    """How the last decision can be contested just now."""
    if claim.state not in (ClaimState.REFUSED, ClaimState.GRANTED):
        return None
    stage = next_stage(appeals[-1] if appeals else None)
    return {Stage.PRIOR: procedure.prior, Stage.COURT: procedure.court}.get(Stage(stage)) if stage else None


def _now(claim: Claim, procedure: Procedure, way: Way | None, pieces: list[Piece], today: date) -> str:
    """One sentence: what is expected, from whom."""
    lacking = sum(one.given_on is None for one in pieces)
    said = {
        ClaimState.PROPOSED: "La personne n’a pas encore dit si elle veut demander.",
        ClaimState.DECLINED: "Elle peut changer d’avis à tout moment.",
        ClaimState.PREPARING: f"{plural(lacking, 'pièce')} à réunir, puis la demande peut partir."
        if lacking
        else "Toutes les pièces sont là\u00a0: la demande peut partir.",
        ClaimState.GRANTED: "L’organisme a dit oui\u00a0: vérifiez que le droit est ouvert."
        if CLAIMABLE[claim.benefit].unit == "right"
        else "L’organisme a dit oui\u00a0: vérifiez que l’argent arrive.",
        ClaimState.APPEALED: "Le recours est parti.",
        ClaimState.PAID: "Le droit est ouvert."
        if CLAIMABLE[claim.benefit].unit == "right"
        else "Le droit est ouvert, l’argent est versé.",
        ClaimState.CLOSED: f"Arrêtée\u00a0: {claim.get_ending_display()}.",
    }
    if claim.state in said:
        return said[ClaimState(claim.state)]
    if claim.state == ClaimState.REFUSED:
        return _refused(claim, way, today)
    if claim.state == ClaimState.INCOMPLETE and claim.complete_by:
        return f"L’organisme attend des pièces avant le {day(claim.complete_by)}."
    return _answer_expected(claim, procedure, today)


def _refused(claim: Claim, way: Way | None, today: date) -> str:
    if way is None or claim.answered_on is None:
        return "Un avocat ou un point-justice peut dire ce qui reste possible."
    last = contest_by(way, claim.answered_on)
    gone = (
        "le délai est passé, mais il ne compte que si le refus l’indiquait"
        if last < today
        else "encore possible"
    )
    return f"Recours devant\u00a0: {way.authority}, avant le {day(last)} ({gone})."


def _answer_expected(claim: Claim, procedure: Procedure, today: date) -> str:
    if claim.answer_due_on is None:
        return "Notez la date de l’accusé de réception\u00a0: c’est d’elle que part le délai."
    meaning = Silence(procedure.silence).label
    if claim.answer_due_on < today:
        return f"Pas de réponse depuis le {day(claim.answer_due_on)}\u00a0: ce silence {meaning}."
    return f"Réponse due au plus tard le {day(claim.answer_due_on)}. Ensuite, le silence {meaning}."


def _due(claim: Claim, way: Way | None, appeals: list[Appeal], today: date) -> list[dict[str, Any]]:
    rows: list[tuple[date | None, str]] = []
    if claim.state == ClaimState.INCOMPLETE:
        rows.append((claim.complete_by, "Pièces à fournir à l’organisme"))
    if claim.state in (ClaimState.FILED, ClaimState.INCOMPLETE):
        rows.append((claim.answer_due_on, "Réponse de l’organisme"))
    if claim.state == ClaimState.REFUSED and way and claim.answered_on:
        rows.append((contest_by(way, claim.answered_on), f"Dernier jour pour contester ({way.authority})"))
    if claim.state == ClaimState.APPEALED and appeals:
        rows.append((appeals[-1].answer_due_on, f"Réponse au recours ({appeals[-1].authority})"))
    return [{"date": on, "text": text, "late": on < today} for on, text in rows if on]


def _facts(claim: Claim) -> list[tuple[str, str]]:
    per = PER.get(CLAIMABLE[claim.benefit].unit, "par mois")
    rows = [
        ("Organisme", claim.body or CLAIMABLE[claim.benefit].body),
        ("Numéro de dossier", claim.reference),
        ("Montant estimé", amount(claim.estimated, per) if claim.estimated is not None else ""),
        ("Montant accordé", amount(claim.amount, per) if claim.amount is not None else ""),
        ("Ouvert depuis", day(claim.due_from) if claim.due_from else ""),
        ("Rappel versé", amount(claim.arrears) if claim.arrears is not None else ""),
        ("Raison donnée", str(claim.get_reason_display()) if claim.reason else ""),
        ("Motif du refus", claim.refusal),
        ("Suivie par", str(claim.worker) if claim.worker else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _happened(claim: Claim, appeals: list[Appeal]) -> list[dict[str, Any]]:
    decided = "Décision\u00a0: ne pas demander" if claim.reason else "Décision\u00a0: demander"
    answered = "Réponse par le silence" if claim.implicit else "Réponse de l’organisme"
    rows: list[tuple[date | None, str]] = [
        (claim.proposed_on, "Droit abordé avec la personne"),
        (claim.decided_on, decided + (", depuis son espace" if claim.decided_alone else "")),
        (claim.filed_on, f"Déposée {claim.get_channel_display()}"),
        (claim.received_on, "Reçue par l’organisme"),
        (claim.incomplete_on, "Pièces réclamées"),
        (claim.completed_on, "Pièces fournies"),
        (None if appeals else claim.answered_on, answered),
        (claim.paid_on, "Premier versement"),
        (claim.ended_on, "Arrêtée"),
    ]
    for one in appeals:
        rows.append(
            (one.decision_on, "Refus par le silence" if one.against_silence else "Réponse de l’organisme")
        )
        rows.append((one.lodged_on, f"{one.get_stage_display().capitalize()}\u00a0: {one.authority}"))
        if one.outcome:
            rows.append(
                (one.answered_on, f"{one.get_stage_display().capitalize()} {Outcome(one.outcome).label}")
            )
    told = sorted((on, rank, text) for rank, (on, text) in enumerate(rows) if on)
    return [{"date": on, "text": text} for on, _, text in reversed(told)]


def letter_way(claim: Claim, appeals: list[Appeal], procedure: Procedure) -> Way | None:
    """The body before which a letter contests: before it is sent, or again once the grounds are noted. A court has its own forms."""
    last = appeals[-1] if appeals else None
    if claim.state in (ClaimState.REFUSED, ClaimState.GRANTED):
        return procedure.prior if next_stage(last) == Stage.PRIOR else None
    appealing = claim.state == ClaimState.APPEALED and last is not None and last.stage == Stage.PRIOR
    return procedure.prior if appealing else None


def _papers(claim: Claim, appeals: list[Appeal], way: Way | None) -> list[tuple[str, str]]:
    """(kind, label) of the papers that serve just now."""
    state = claim.state
    papers = []
    if state in (ClaimState.PROPOSED, ClaimState.PREPARING, ClaimState.FILED, ClaimState.INCOMPLETE):
        papers.append(("fiche", "Fiche de renseignements, à recopier sur le formulaire"))
    if state == ClaimState.PREPARING:
        papers.append(("demande", "Lettre de demande"))
    if state == ClaimState.FILED:
        papers.append(("relance", "Lettre de relance"))
    if letter_way(claim, appeals, procedure_for(claim.benefit, claim.filed_on or claim.proposed_on)):
        papers.append(("recours", "Lettre de recours"))
    return papers


def item(claim: Claim, today: date) -> dict[str, Any]:
    """A line of a list of things due."""
    shown = claim.act_by
    return {
        "date": shown or claim.proposed_on,
        "dated": shown is not None,
        "due_words": DUE_WORDS.get(ClaimState(claim.state), "Échéance le"),
        "text": claim.name,
        "state": claim.state_on(today),
        "kind": kind_of(claim, today),
        "url": reverse("rights:claim", args=[claim.pk]),
        "action": "Ouvrir",
        "who": claim.person.full_name,
    }


def found(one: Found, person: Person) -> dict[str, Any]:
    benefit = CLAIMABLE[one.benefit]
    return {
        "name": benefit.name,
        "how_much": roughly(stored_amount(one.right)),
        "since": short_day(one.found_on),
        "url": f"{reverse('rights:propose', args=[person.pk])}?prestation={one.benefit}",
        "benefit": benefit,
    }


def debt(one: Overpayment) -> dict[str, Any]:
    """Money asked back, that can still be contested, as `web/_due_list.html` shows it."""
    return {
        "date": one.contest_by,
        "text": f"{one.person.full_name}\u00a0: {amount(one.amount)} réclamés",
        "note": "Dernier jour pour contester.",
        "url": reverse("rights:claims_of", args=[one.person_id]),
        "action": "Ouvrir",
    }


def overpayment_words(one: Overpayment) -> str:
    said = f" «\u00a0{one.explanation}\u00a0»" if one.explanation else ""
    return (
        f"{CLAIMABLE[one.benefit].name}\u00a0: {amount(one.amount)} réclamés le {day(one.notified_on)}, "
        f"à contester avant le {day(one.contest_by)}.{said}"
    )


def told_overpayment(one: Overpayment) -> str:
    return f"C’est noté. Pour contester\u00a0: avant le {day(one.contest_by)}."
