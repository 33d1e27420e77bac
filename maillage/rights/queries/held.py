"""Claims of a person, for the hand-over of all that is held on them; what is in words is reviewed text by text."""

from collections.abc import Iterator
from typing import Any

from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.rights.procedures import CLAIMABLE
from maillage.rights.queries.claims import appeals_by_claim, claims_of, overpayments_of, pieces_by_claim
from maillage.support.queries.held import Item, Section, Text


def held_claims(actor: Actor, person: Person) -> Section:
    found = [*_claims(actor, person), *_overpayments(actor, person)]
    return Section("claims", "Demandes de prestations", found)


def _claims(actor: Actor, person: Person) -> Iterator[Item]:
    appeals, pieces = appeals_by_claim(actor, person), pieces_by_claim(actor, person)
    for one in claims_of(actor, person):
        facts = {
            "Prestation": one.name,
            "État": str(one.get_state_display()),
            "Abordée le": one.proposed_on,
            "Décidé le": one.decided_on,
            "Raison donnée": str(one.get_reason_display()),
            "Déposée le": one.filed_on,
            "Organisme": one.body,
            "Numéro de dossier": one.reference,
            "Réponse du": one.answered_on,
            "Montant accordé": one.amount,
            "Premier versement le": one.paid_on,
            "Pièces": ", ".join(piece.what for piece in pieces.get(one.pk, [])),
        }
        texts = [("words", "Vos mots", one.words), ("refusal", "Motif du refus", one.refusal)]
        item = _item(f"claim.{one.pk}", facts, texts)
        for appeal in appeals.get(one.pk, []):
            item.facts.append((str(appeal.get_stage_display()).capitalize(), appeal.lodged_on))
            item.texts += _texts(f"appeal.{appeal.pk}", [("grounds", "Ce qui est contesté", appeal.grounds)])
        yield item


def _overpayments(actor: Actor, person: Person) -> Iterator[Item]:
    for one in overpayments_of(actor, person):
        facts = {
            "Trop-perçu réclamé": one.amount,
            "Prestation": CLAIMABLE[one.benefit].name,
            "Notifié le": one.notified_on,
            "Convenu": one.settlement,
        }
        said = [("explanation", "Ce que dit l’organisme", one.explanation)]
        yield _item(f"overpayment.{one.pk}", facts, said)


def _item(key: str, facts: dict[str, Any], texts: list[tuple[str, str, str]]) -> Item:
    return Item(
        [(label, value) for label, value in facts.items() if value not in (None, "")], _texts(key, texts)
    )


def _texts(key: str, texts: list[tuple[str, str, str]]) -> list[Text]:
    return [Text(f"{key}.{name}", label, words) for name, label, words in texts if words.strip()]
