from maillage.directory.rules.cards import (
    ANIMATOR,
    KEEPERS,
    can_animate,
    can_keep_cards,
    can_keep_some,
    check_at_work,
    check_can_animate,
    check_can_keep_cards,
    check_keeps_some,
)
from maillage.directory.rules.communes import CommuneReading, Gazetteer, Place, Typed, read_commune
from maillage.directory.rules.structures import check_siret, normal_phone, normal_siret, shown_phone

__all__ = [
    "ANIMATOR",
    "KEEPERS",
    "CommuneReading",
    "Gazetteer",
    "Place",
    "Typed",
    "can_animate",
    "can_keep_cards",
    "can_keep_some",
    "check_at_work",
    "check_can_animate",
    "check_can_keep_cards",
    "check_keeps_some",
    "check_siret",
    "normal_phone",
    "normal_siret",
    "read_commune",
    "shown_phone",
]
