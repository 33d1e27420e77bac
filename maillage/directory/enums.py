from typing import Any

from data_inclusion.schema import v1
from django.db.models import TextChoices

from maillage.imports.enums import ImportState as ImportState  # as the first migrations name it
from maillage.permissions.choices import Choices


class TerritoryKind(TextChoices):
    """A code means nothing without its kind: 18 région codes are also département codes."""

    COMMUNE = "commune", "commune"
    ARRONDISSEMENT = "arrondissement", "arrondissement municipal"
    EPCI = "epci", "intercommunalité"
    DEPARTEMENT = "departement", "département ou collectivité"
    REGION = "region", "région"
    COUNTRY = "country", "pays"


def territory_kinds() -> list[tuple[str, str]]:
    """Named, so that migrations can point at it: a label that changes makes no migration."""
    return TerritoryKind.choices


class Visibility(Choices):
    PUBLIC = "public", "tout le monde"
    PROFESSIONALS = "professionals", "les professionnels seulement"


class Fee(Choices):
    FREE = "gratuit", "gratuit"
    PAID = "payant", "payant"


class VerificationOutcome(Choices):
    CONFIRMED = "confirmed", "toujours vrai"
    CORRECTED = "corrected", "corrigé"
    CALLED = "called", "vérifié par téléphone"


class ReportState(Choices):
    OPEN = "open", "à traiter"
    CORRECTED = "corrected", "corrigé"
    KEPT = "kept", "vérifié, la fiche est juste"


class LineOutcome(Choices):
    """What an import does of a line; `gone`: no line, a card that the file no longer tells."""

    REFUSED = "refused", "refusée"
    CREATED = "created", "créée"
    UPDATED = "updated", "mise à jour"
    BACK = "back", "remise dans l’annuaire"
    UNCHANGED = "unchanged", "inchangée"
    KEPT = "kept", "corrigée ici, laissée telle quelle"
    GONE = "gone", "absente du fichier"


class ServiceVerdict(Choices):
    """What the territory answers to "même offre, deux porteurs"."""

    COMPLEMENTARY = "complementary", "complémentaires"
    DOUBLE = "double", "doublon"
    REVIEW = "review", "à revoir ensemble"


def _labels(listed: Any) -> dict[str, str]:
    return {str(one.value): str(one.label) for one in listed}


# The lists of data·inclusion, value → French label: never a value of ours among them; a label is ours where the
# schema’s is jargon.
CATEGORIES = _labels(v1.Categorie)
THEMES = _labels(v1.Thematique)
PUBLICS = _labels(v1.Public) | {
    "residents-qpv-frr": "Habitants d’un quartier prioritaire ou d’une zone rurale fragile"
}
SERVICE_KINDS = _labels(v1.TypeService)
RECEPTION_MODES = _labels(v1.ModeAccueil)
MOBILISATION_MODES = _labels(v1.ModeMobilisation) | {
    "utiliser-lien-mobilisation": "Suivre le lien de demande"
}
MOBILISED_BY = _labels(v1.PersonneMobilisatrice)
NETWORKS = _labels(v1.ReseauPorteur)
EVERYBODY = str(v1.Public.TOUS_PUBLICS.value)


def categories() -> list[tuple[str, str]]:
    return list(CATEGORIES.items())


def service_kinds() -> list[tuple[str, str]]:
    return list(SERVICE_KINDS.items())


def category_of(theme: str) -> str:
    """`sante--acces-aux-soins` → `sante`."""
    return theme.partition("--")[0]


class LinkKind(Choices):
    AGREEMENT = "agreement", "convention"
    CARRIED = "carried", "portage"
    HOSTED = "hosted", "hébergement"
    REFERRAL = "referral", "orientation"
    BODY = "body", "instance commune"
    GATE = "gate", "porte d’entrée"


class SessionKind(Choices):
    OUTREACH = "outreach", "permanence"
    INFORMATION = "information", "séance d’information"
    ROUND = "round", "maraude ou tournée"


class Level(Choices):
    FREE = "free", "places libres"
    TENSE = "tense", "presque complet"
    FULL = "full", "complet"
    SUSPENDED = "suspended", "suspendu"


class Visitor(Choices):
    ALONE = "alone", "personne seule"
    FAMILY = "family", "couple ou famille"
    RELATIVE = "relative", "proche ou professionnel"


class Sent(Choices):
    HERE = "here", "répondu sur place"
    APPOINTMENT = "appointment", "rendez-vous pris ici"
    ELSEWHERE = "elsewhere", "orienté ailleurs"
    NOWHERE = "nowhere", "sans solution"


class Half(Choices):
    MORNING = "am", "matin"
    AFTERNOON = "pm", "après-midi"
