"""Public cards in data·inclusion's words (v1): what files and the open API give. Cards for professionals never leave."""

from collections.abc import Iterator
from typing import Any

from data_inclusion.schema import v1
from django.db.models import Q, QuerySet

from maillage.directory.enums import TerritoryKind
from maillage.directory.models import Territory
from maillage.directory.queries.inclusion import (
    HERE,
    as_service,
    as_structure,
    public_services,
    public_structures,
)

KEPT_HERE = HERE
MODELS = {"structure": v1.Structure, "service": v1.Service}
FIELDS = {kind: list(model.model_fields) for kind, model in MODELS.items()}
OWN_FIELDS = ("fiche", "id", "source", "confirmee_le", "a_revoir_tous_les_mois", "horaires_en_mots")


def public_cards(kind: str) -> QuerySet[Any]:
    return public_services() if kind == "service" else public_structures()


def within(
    rows: QuerySet[Any], kind: str, *, source: str = "", departement: str = "", commune: str = ""
) -> QuerySet[Any]:
    """Those of a source, of a place: a service without an address of its own is where its structure is."""
    if source:
        rows = rows.filter(source=None) if source == KEPT_HERE else rows.filter(source__code=source)
    for field, code in (("commune__departement__code", departement), ("commune__code", commune)):
        if code and kind == "service":
            rows = rows.filter(Q(**{field: code}) | Q(**{"commune": None, f"structure__{field}": code}))
        elif code:
            rows = rows.filter(**{field: code})
    return rows


def departements_with_cards() -> list[tuple[str, str]]:
    """(code, name) of those where something is."""
    rows = Territory.objects.filter(
        kind=TerritoryKind.DEPARTEMENT, departement_places__structures__isnull=False
    )
    return list(rows.order_by("code").distinct().values_list("code", "name"))


def records(kind: str, rows: QuerySet[Any], *, contacts: bool = False) -> Iterator[dict[str, Any]]:
    """Each card as the schema wants it, JSON values; `contacts`: the person to ask for, never for the public."""
    for card in rows.iterator(chunk_size=2000):
        told = record_of(kind, card, contacts=contacts)
        if told is not None:
            yield told


def record_of(kind: str, card: Any, *, contacts: bool = False) -> dict[str, Any] | None:
    """As the open API tells it, but for its identifier: bare, so that the file comes back as the same card."""
    told = as_service(card, to_professionals=contacts) if kind == "service" else as_structure(card)
    if told is None:
        return None
    bare = {"id": _code(card)} | ({"structure_id": _code(card.structure)} if kind == "service" else {})
    return {name: (told | bare).get(name) for name in FIELDS[kind]}


def own_fields(kind: str, card: Any) -> tuple[Any, ...]:
    """What the schema has no word for, in a file beside."""
    return (kind, _code(card), _source(card), card.confirmed_on, card.review_months, card.opening)


def _code(card: Any) -> str:
    return str(card.source_code or card.public_id)


def _source(card: Any) -> str:
    return str(card.source.code) if card.source else KEPT_HERE
