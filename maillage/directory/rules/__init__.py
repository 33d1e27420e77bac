from maillage.directory.rules.communes import CommuneReading, Gazetteer, Place, Typed, read_commune
from maillage.directory.rules.structures import check_siret, normal_phone, normal_siret, shown_phone

__all__ = [
    "CommuneReading",
    "Gazetteer",
    "Place",
    "Typed",
    "check_siret",
    "normal_phone",
    "normal_siret",
    "read_commune",
    "shown_phone",
]
