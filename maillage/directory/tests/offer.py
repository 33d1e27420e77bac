"""Services and lines for the directory's tests, in a structure that somebody keeps."""

from datetime import date

from maillage.directory.fold import service_words
from maillage.directory.models import DirectLine, Service
from maillage.directory.tests.factories import structure as make_structure

THEME = "logement-hebergement--reduire-les-impayes-de-loyer"
CHINON = "37072"


def make_service(holder=None, name="Aide aux impayés de loyer", **fields) -> Service:
    """Confirmed by nobody; for the inhabitants of Chinon unless told."""
    words = service_words(name, fields.get("description", "Faire le point sur une dette de loyer."))
    told = {
        "description": "Faire le point sur une dette de loyer.",
        "themes": [THEME],
        "publics": ["tous-publics"],
        "zones": [f"commune:{CHINON}"],
        "folded_name": words[0],
        "folded_text": words[1],
    }
    return Service.objects.create(structure=holder or make_structure(), name=name, **told | fields)


def make_line(holder=None, **fields) -> DirectLine:
    told = {"role": "instruction du FSL", "phone": "+33247000051", "checked_on": date.today()}
    return DirectLine.objects.create(structure=holder or make_structure(), **told | fields)


def typed_service(**typed):
    """What a browser sends for a whole service."""
    told = {
        "version": "0",
        "name": "Atelier budget",
        "description": "Préparer son budget du mois, à plusieurs.",
        "themes": [THEME],
        "commune": "Chinon (37072)",
        "visibility": "public",
        "review_months": "6",
    }
    return told | typed
