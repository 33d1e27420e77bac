"""Cards told in data·inclusion's words (v1), as an export or the open API gives them: always valid for its schema."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from data_inclusion.schema import v1
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from pydantic import ValidationError

from maillage.directory.enums import Visibility
from maillage.directory.models import Service, Structure
from maillage.permissions import ANONYMOUS

HERE = "maillage"
"""The source of what is written here, in no file."""
NO_DATE = date(2000, 1, 1)
"""The schema wants a day: its first one stands for a card that nobody dated."""
NOT_DESCRIBED = "Description non renseignée."
LONGEST_NAME = 150
_PARTS = re.compile("--")
MOST_PARTS = 10


def public_structures() -> QuerySet[Structure]:
    rows = Structure.objects.visible_to(ANONYMOUS).select_related("source", "commune")
    return rows.order_by("pk")


def public_services() -> QuerySet[Service]:
    """A service of a structure that is itself shown: its `structure_id` leads somewhere."""
    rows = Service.objects.visible_to(ANONYMOUS).select_related(
        "source", "commune", "structure", "structure__source"
    )
    shown = Q(structure__visibility=Visibility.PUBLIC, structure__withdrawn_on=None)
    return rows.filter(shown).order_by("pk")


def inclusion_id(card: Structure | Service) -> str:
    """`source--code`, as data·inclusion does; a code that already begins with its source is left so."""
    if card.source is None:
        return f"{HERE}--{card.public_id}"
    code, prefix = str(card.source_code), f"{card.source.code}--"
    return code if code.startswith(prefix) else prefix + code


def with_inclusion_id(rows: QuerySet[Any], told: str) -> QuerySet[Any]:
    """The rows among which the first bears this identifier: a source's code may itself hold `--`."""
    if "\x00" in told:
        return rows.none()
    cuts = [(told[: cut.start()], told[cut.end() :]) for cut in _PARTS.finditer(told)][:MOST_PARTS]
    wanted = Q(pk=None)
    for source, code in cuts:
        wanted |= Q(source__code=source, source_code__in=[told, code])
        if source == HERE and (public_id := _uuid(code)):
            wanted |= Q(source=None, public_id=public_id)
    whole_first = Case(When(source_code=told, then=Value(0)), default=Value(1))
    return rows.filter(wanted).order_by(whole_first, "pk")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def as_structure(card: Structure) -> dict[str, Any] | None:
    """None for a card that the schema cannot hold: a name of two letters."""
    told = _shared(card) | {
        "description": card.description or None,
        "siret": card.siret or None,
        "site_web": card.website or None,
        "accessibilite_lieu": card.accessibility_link or None,
        "reseaux_porteurs": card.networks or None,
    }
    return _valid(v1.Structure, told)


def as_service(card: Service, *, to_professionals: bool = False) -> dict[str, Any] | None:
    """Whom to ask for is somebody's name: told to professionals only."""
    told = _shared(card) | {
        "structure_id": inclusion_id(card.structure),
        "description": card.description if len(card.description) >= 5 else NOT_DESCRIBED,
        "type": card.kind or None,
        "thematiques": card.themes or None,
        "frais": card.fee or None,
        "frais_precisions": card.fee_details or None,
        "publics": card.publics or None,
        "publics_precisions": card.public_details or None,
        "conditions_acces": card.conditions or None,
        "modes_accueil": card.reception or None,
        "zone_eligibilite": [zone.rpartition(":")[2] for zone in card.zones] or None,
        "contact_nom_prenom": (card.contact_name or None) if to_professionals else None,
        "lien_mobilisation": card.mobilisation_link or None,
        "modes_mobilisation": card.mobilisation or None,
        "mobilisable_par": card.mobilised_by or None,
        "mobilisation_precisions": card.mobilisation_details or None,
        "volume_horaire_hebdomadaire": card.weekly_hours,
        "nombre_semaines": card.weeks,
    }
    return _valid(v1.Service, told)


def _shared(card: Structure | Service) -> dict[str, Any]:
    commune = card.commune
    return {
        "source": card.source.code if card.source else HERE,
        "id": inclusion_id(card),
        "nom": card.name[:LONGEST_NAME].rstrip(". "),
        "date_maj": _dated(card).isoformat(),
        "lien_source": card.link or None,
        "commune": commune.name if commune else None,
        "code_insee": commune.code if commune else None,
        "code_postal": card.postcode or None,
        "adresse": card.address or None,
        "complement_adresse": card.address_more or None,
        "longitude": card.lon,
        "latitude": card.lat,
        "telephone": card.phone or None,
        "courriel": card.email or None,
        "horaires_accueil": card.hours or None,
    }


def _dated(card: Structure | Service) -> date:
    """The day it was last changed, there or here; the day it was confirmed when nobody knows."""
    changed = [day for day in (card.updated_on, card.corrected_on) if day]
    day = max(changed, default=card.confirmed_on or NO_DATE)
    return min(day, timezone.localdate())


def _valid(model: Any, told: dict[str, Any]) -> dict[str, Any] | None:
    """What the schema accepts of a card: a value it refuses is left out rather than the card with it."""
    try:
        model.model_validate(told, context={"ignore_warnings": False})
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        needed = {name for name, field in model.model_fields.items() if field.is_required()}
        return None if wrong & needed else told | dict.fromkeys(wrong)
    return told
