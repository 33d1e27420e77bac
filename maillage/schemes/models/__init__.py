from maillage.schemes.models.places import HostDoor, Place, PlaceSpell, Vacancy
from maillage.schemes.models.schemes import Scheme

__all__ = ["HostDoor", "Place", "PlaceSpell", "Scheme", "Vacancy"]
