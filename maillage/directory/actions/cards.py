"""A card is written, confirmed, corrected, withdrawn: by its structure, by the animator, or by the link sent to it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.enums import THEMES, VerificationOutcome
from maillage.directory.fold import service_words, structure_words
from maillage.directory.models import Service, Structure, StructureKind, Territory, Verification
from maillage.directory.rules import check_can_animate, check_can_keep_cards, normal_phone, normal_siret
from maillage.permissions import Actor, Forbidden

Card = Structure | Service
SAVED_BETWEEN = "Quelqu’un vient de corriger cette fiche\u00a0: relisez-la avant d’enregistrer la vôtre."
GONE = "Cette fiche est retirée\u00a0: remettez-la d’abord dans l’annuaire."


@transaction.atomic
def add_service(*, by: Actor, structure: Structure, values: dict[str, Any], through: Any = None) -> Service:
    """`values`: fields of `Service`. `through`: the request for review whose link was opened, for whom has no account."""
    _check(by, structure, through)
    service = Service(structure=structure, **values, **_said_today(by))
    _fold(service)
    service.full_clean(exclude=["structure"])
    service.save(force_insert=True)
    record(by, "service_added", service)
    return service


@transaction.atomic
def correct(*, by: Actor, card: Card, version: int, values: dict[str, Any], through: Any = None) -> None:
    """Confirmed by the same gesture; what changed is kept. Raises Forbidden when somebody saved in between."""
    _check(by, _holder(card), through)
    kept = type(card)._default_manager.select_for_update(of=("self",)).get(pk=card.pk)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    changes = {name: [_plain(getattr(kept, name)), _plain(value)] for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    for name, value in {**values, **_said_today(by), "version": version + 1}.items():
        setattr(kept, name, value)
    _fold(kept)
    kept.full_clean()
    kept.save()
    outcome = VerificationOutcome.CORRECTED if changes else VerificationOutcome.CONFIRMED
    _verified(by, kept, outcome, changes)
    record(by, "card_corrected", kept, fields=sorted(changes))


@transaction.atomic
def confirm(*, by: Actor, card: Card, through: Any = None, called: bool = False) -> None:
    """Still true today. `called`: the animator heard it on the phone."""
    _check(by, _holder(card), through)
    _confirm(by, card, VerificationOutcome.CALLED if called else VerificationOutcome.CONFIRMED)


@transaction.atomic
def confirm_all(*, by: Actor, structure: Structure, through: Any = None, called: bool = False) -> int:
    """The structure's card and all that it still offers; how many cards."""
    _check(by, structure, through)
    cards: list[Card] = [structure, *structure.services.filter(withdrawn_on=None)]
    for card in cards:
        _confirm(by, card, VerificationOutcome.CALLED if called else VerificationOutcome.CONFIRMED)
    return len(cards)


@transaction.atomic
def withdraw(*, by: Actor, card: Card, why: str, through: Any = None) -> None:
    """No longer offered: kept, and shown to nobody who searches."""
    _check(by, _holder(card), through)
    told = {"withdrawn_on": timezone.localdate(), "withdrawn_why": why, "version": F("version") + 1}
    if _rows(card).filter(withdrawn_on=None).update(**told):
        record(by, "card_withdrawn", card, why=why)


@transaction.atomic
def restore(*, by: Actor, card: Card) -> None:
    """Offered again. What was merged with its double comes back by undoing the merge, not so."""
    _check(by, _holder(card), None)
    if getattr(card, "merged_into_id", None):
        raise Forbidden("Cette structure a été réunie à une autre\u00a0: annulez d’abord la réunion.")
    told = {"withdrawn_on": None, "withdrawn_why": "", "version": F("version") + 1}
    if _rows(card).exclude(withdrawn_on=None).update(**told):
        record(by, "card_restored", card)


@transaction.atomic
def add_structure(*, by: Actor, values: dict[str, Any]) -> Structure:
    """By the animator; a structure adds its services itself."""
    check_can_animate(by)
    return create_structure(by=by, **values, **_said_today(by))


@transaction.atomic
def create_structure(
    *, by: Actor, kind: StructureKind, commune: Territory, phone: str = "", siret: str = "", **told: Any
) -> Structure:
    """In a commune of today (a merged one is followed). Raises ValidationError, a sentence by field.

    Whoever calls answers for it: the animator by `add_structure`, the operator who opens the first ones.
    """
    today = commune.current_commune or commune
    structure = Structure(kind=kind, commune=today, **told)
    structure.name, structure.address = (
        " ".join(text.split()) for text in (structure.name, structure.address)
    )
    structure.phone = _normal("phone", lambda: normal_phone(phone, today.code))
    structure.siret = _normal("siret", lambda: normal_siret(siret))
    _fold(structure)
    structure.full_clean()
    structure.save(force_insert=True)
    record(by, "structure_added", structure)
    return structure


def _normal(name: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except ValidationError as refusal:
        raise ValidationError({name: refusal.messages}) from refusal


def _check(by: Actor, structure: Structure, through: Any) -> None:
    """A link opens the cards of the structure it was sent to, and nothing else."""
    if through is None or through.structure_id != structure.pk:
        check_can_keep_cards(by, structure.pk)


def _holder(card: Card) -> Structure:
    return card.structure if isinstance(card, Service) else card


def _rows(card: Card) -> Any:
    return type(card)._default_manager.filter(pk=card.pk)


def _said_today(by: Actor) -> dict[str, Any]:
    today = timezone.localdate()
    return {"updated_on": today, "confirmed_on": today, "confirmed_by": by.label[:200], "corrected_on": today}


def _confirm(by: Actor, card: Card, outcome: VerificationOutcome) -> None:
    told = {"confirmed_on": timezone.localdate(), "confirmed_by": by.label[:200]}
    if not _rows(card).filter(withdrawn_on=None).update(**told):
        raise Forbidden(GONE)
    _verified(by, card, outcome, {})
    record(by, "card_confirmed", card)


def _verified(by: Actor, card: Card, outcome: VerificationOutcome, changes: dict[str, Any]) -> None:
    target = {"service" if isinstance(card, Service) else "structure": card}
    told = {"outcome": outcome, "on": timezone.localdate(), "by": by.label[:200], "changes": changes}
    Verification.objects.create(**target, **told)


def _plain(value: Any) -> Any:
    """As JSON keeps it: a place by its name and code."""
    return value if isinstance(value, str | int | float | list | None) else str(value)


def _fold(card: Card) -> None:
    if isinstance(card, Service):
        more = [THEMES.get(theme, "") for theme in card.themes]
        words = service_words(card.name, card.description, *more, card.conditions, card.public_details)
    else:
        words = structure_words(card.name, card.description, card.kind.label)
    card.folded_name, card.folded_text = words
