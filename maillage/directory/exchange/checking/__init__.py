"""Each record checked and repaired, with a French sentence for whatever is changed, left out or refused.

Refused: what can't be a card (no name, no identifier). Repaired or left out: the rest, so that the card comes in.
"""

import datetime as dt
from typing import Any

from data_inclusion.schema import v1

from maillage.directory.enums import (
    MOBILISATION_MODES,
    MOBILISED_BY,
    NETWORKS,
    RECEPTION_MODES,
    SERVICE_KINDS,
    THEMES,
    Fee,
)
from maillage.directory.exchange.checking import lists, reaching, whereabouts, words
from maillage.directory.exchange.checking.card import Card, Checked, CommunePoint, Places
from maillage.directory.exchange.records import Record
from maillage.directory.fold import service_words, structure_words
from maillage.sheets.words import shown

__all__ = ["OTHER_KIND", "Checked", "CommunePoint", "Places", "check"]

OTHER_KIND = "autre"


def check(chunk: list[Record], places: Places) -> list[Checked]:
    """In the order given; communes are read together, one query for the chunk."""
    texts = {text for record in chunk for text in whereabouts.commune_texts(record.values)}
    communes = places.read_communes(texts) if texts else {}
    return [_checked(Card(record, places, communes)) for record in chunk]


def _checked(card: Card) -> Checked:
    record = card.record
    refusal = record.fault or _refusal(card)
    if not refusal:
        _read(card)
        refusal = _schema_refusal(card)
    payload = {} if refusal else card.payload
    code, structure = card.text("id")[:200], card.text("structure_id")[:200]
    return Checked(record.line, record.kind, code, structure, payload, card.remarks, refusal)


def _refusal(card: Card) -> str:
    if not card.text("id"):
        return "Il manque l’identifiant (colonne id)\u00a0: sans lui, la fiche ne peut pas être mise à jour plus tard."
    if len(card.text("id")) > 200:
        return "L’identifiant dépasse 200 caractères."
    if len(words.name_of(card)) < 3:
        return "Il manque le nom, ou il compte moins de 3 lettres."
    if card.record.kind == "service" and not card.text("structure_id"):
        return "Il manque la structure qui propose ce service (colonne structure_id)."
    if card.record.kind == "service" and len(words.plain_text(card.text("description"))) < 5:
        return "Il manque la description du service\u00a0: dites en une phrase en quoi il consiste."
    return ""


def _schema_refusal(card: Card) -> str:
    """The schema itself, on what was understood: what our own sentences would have missed is told with its words."""
    model = v1.Service if card.record.kind == "service" else v1.Structure
    try:
        model.model_validate(_as_schema(card), context={"ignore_warnings": False})
    except ValueError as error:
        return f"Le schéma data·inclusion refuse cette fiche\u00a0: {shown(str(error), 200)}"
    return ""


def _as_schema(card: Card) -> dict[str, Any]:
    told, payload = {"source": "x", "id": card.text("id"), "nom": card.payload["name"]}, card.payload
    told["date_maj"] = payload["updated_on"] or str(dt.date.today())
    if card.record.kind == "service":
        told |= {"structure_id": card.text("structure_id"), "description": payload["description"]}
        for name, column in (
            ("thematiques", "themes"),
            ("publics", "publics"),
            ("modes_accueil", "reception"),
        ):
            told[name] = payload[column] or None
    return told


def _read(card: Card) -> None:
    card.payload |= {
        "source_code": card.text("id"),
        "name": words.named(card),
        "description": words.described(card),
    }
    card.payload["updated_on"] = words.day_of(card)
    commune = whereabouts.commune_of(card)
    card.payload |= (
        {"commune_id": commune.pk if commune else None}
        | whereabouts.address(card, commune)
        | whereabouts.point(card, commune)
    )
    card.payload |= {
        "phone": reaching.phone(card, commune),
        "email": reaching.email(card),
        "link": reaching.url(card, "lien_source"),
    }
    card.payload |= reaching.opening(card)
    (_read_service if card.record.kind == "service" else _read_structure)(card)


def _read_structure(card: Card) -> None:
    networks = lists.several(card, "reseaux_porteurs", NETWORKS)
    kinds = [code for code in (card.text("type_structure"), *networks) if code in card.places.kinds]
    kind = kinds[0] if kinds else OTHER_KIND
    card.payload |= {
        "networks": networks,
        "kind_id": card.places.kinds[kind],
        "siret": reaching.siret(card),
        "website": reaching.url(card, "site_web"),
        "accessibility_link": reaching.url(card, "accessibilite_lieu"),
    }
    folded = structure_words(card.payload["name"], card.payload["description"], card.places.kind_labels[kind])
    card.payload |= {"folded_name": folded[0], "folded_text": folded[1]}


def _read_service(card: Card) -> None:
    themes = lists.several(card, "thematiques", THEMES)
    card.payload |= {
        "kind": lists.one(card, "type", SERVICE_KINDS),
        "themes": themes,
        "fee": lists.one(card, "frais", dict(Fee.choices)),
        "fee_details": words.long(card, "frais_precisions"),
        "publics": lists.publics(card),
        "public_details": words.long(card, "publics_precisions"),
        "conditions": words.long(card, "conditions_acces"),
        "reception": lists.several(card, "modes_accueil", RECEPTION_MODES),
        "zones": whereabouts.zones_of(card),
        "contact_name": words.short(card, "contact_nom_prenom", 200),
        "mobilisation_link": reaching.url(card, "lien_mobilisation"),
        "mobilisation": lists.several(card, "modes_mobilisation", MOBILISATION_MODES),
        "mobilised_by": lists.several(card, "mobilisable_par", MOBILISED_BY),
        "mobilisation_details": words.long(card, "mobilisation_precisions"),
        "weekly_hours": lists.quantity(card, "volume_horaire_hebdomadaire", 0),
        "weeks": lists.whole_number(card, "nombre_semaines"),
    }
    more = [THEMES[theme] for theme in themes]
    told = (card.payload["conditions"], card.payload["public_details"])
    folded = service_words(card.payload["name"], card.payload["description"], *more, *told)
    card.payload |= {"folded_name": folded[0], "folded_text": folded[1]}
