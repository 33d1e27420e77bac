"""Public cards in data·inclusion's words (v1): what files and the open API give. Cards for professionals never leave."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from data_inclusion.schema import v1
from django.db.models import Q, QuerySet
from pydantic import ValidationError

from maillage.directory.enums import TerritoryKind, Visibility
from maillage.directory.models import Service, Structure, Territory

KEPT_HERE = "maillage"
"""The source of the cards that the installation keeps itself."""
NO_DATE = date(2000, 1, 1)
"""The schema wants a day of change: a card whose source told none gets one that nobody takes for fresh."""
MODELS = {"structure": v1.Structure, "service": v1.Service}
FIELDS = {kind: list(model.model_fields) for kind, model in MODELS.items()}
OWN_FIELDS = ("fiche", "id", "source", "confirmee_le", "a_revoir_tous_les_mois", "horaires_en_mots")


def public_structures() -> QuerySet[Structure]:
    rows = Structure.objects.live().filter(visibility=Visibility.PUBLIC)
    return rows.select_related("source", "commune").order_by("pk")


def public_services() -> QuerySet[Service]:
    """Of a structure that is itself public and offered."""
    rows = Service.objects.live().filter(
        visibility=Visibility.PUBLIC,
        structure__visibility=Visibility.PUBLIC,
        structure__withdrawn_on=None,
    )
    return rows.select_related(
        "source", "commune", "structure", "structure__source", "structure__commune"
    ).order_by("pk")


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
    """Valid against the schema: a field that it refuses is left out. None for a card it refuses whole."""
    told = _of_service(card, contacts) if kind == "service" else _of_structure(card)
    return _valid(kind, {name: told.get(name) for name in FIELDS[kind]})


def own_fields(kind: str, card: Any) -> tuple[Any, ...]:
    """What the schema has no word for, in a file beside."""
    return (kind, _code(card), _source(card), card.confirmed_on, card.review_months, card.opening)


def _valid(kind: str, told: dict[str, Any]) -> dict[str, Any] | None:
    for _ in range(3):
        try:
            MODELS[kind].model_validate(told, context={"ignore_warnings": False})
        except ValidationError as error:
            refused = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
            if not refused or not refused & set(told):
                return None
            told = {name: None if name in refused else value for name, value in told.items()}
        else:
            return told
    return None


def _code(card: Any) -> str:
    return str(card.source_code or card.public_id)


def _source(card: Any) -> str:
    return str(card.source.code) if card.source else KEPT_HERE


def _shared(card: Any) -> dict[str, Any]:
    changed = card.updated_on or card.corrected_on or card.confirmed_on or NO_DATE
    return {
        "source": _source(card),
        "id": _code(card),
        "nom": card.name[:150].rstrip(),
        "description": card.description if len(card.description) >= 5 else None,
        "lien_source": card.link or None,
        "date_maj": changed.isoformat(),
        "commune": card.commune.name if card.commune else None,
        "code_insee": card.commune.code if card.commune else None,
        "code_postal": card.postcode or None,
        "adresse": card.address or None,
        "complement_adresse": card.address_more or None,
        "longitude": card.lon,
        "latitude": card.lat,
        "telephone": card.phone or None,
        "courriel": card.email or None,
        "horaires_accueil": card.hours or None,
    }


def _of_structure(card: Structure) -> dict[str, Any]:
    return _shared(card) | {
        "siret": card.siret or None,
        "site_web": card.website or None,
        "accessibilite_lieu": card.accessibility_link or None,
        "reseaux_porteurs": card.networks or None,
    }


def _of_service(card: Service, contacts: bool) -> dict[str, Any]:
    told = _shared(card)
    return told | {
        "structure_id": _code(card.structure),
        "description": told["description"] or f"Service : {card.name}",
        "type": card.kind or None,
        "thematiques": card.themes or None,
        "frais": card.fee or None,
        "frais_precisions": card.fee_details or None,
        "publics": card.publics or None,
        "publics_precisions": card.public_details or None,
        "conditions_acces": card.conditions or None,
        "modes_accueil": card.reception or None,
        "zone_eligibilite": [zone.rpartition(":")[2] for zone in card.zones] or None,
        "contact_nom_prenom": (card.contact_name or None) if contacts else None,
        "lien_mobilisation": card.mobilisation_link or None,
        "modes_mobilisation": card.mobilisation or None,
        "mobilisable_par": card.mobilised_by or None,
        "mobilisation_precisions": card.mobilisation_details or None,
        "volume_horaire_hebdomadaire": card.weekly_hours,
        "nombre_semaines": card.weeks,
    }
