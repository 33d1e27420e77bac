"""What a column of a foreign file may be: data·inclusion's fields, and a few that only such files have."""

import re
from typing import NamedTuple

from maillage.directory.fold import fold

SERVICE_FIELDS = frozenset(
    [
        "source",
        "structure_id",
        "id",
        "nom",
        "description",
        "lien_source",
        "date_maj",
        "type",
        "thematiques",
        "frais",
        "frais_precisions",
        "publics",
        "publics_precisions",
        "conditions_acces",
        "commune",
        "code_postal",
        "code_insee",
        "adresse",
        "complement_adresse",
        "longitude",
        "latitude",
        "telephone",
        "courriel",
        "modes_accueil",
        "zone_eligibilite",
        "contact_nom_prenom",
        "lien_mobilisation",
        "modes_mobilisation",
        "mobilisable_par",
        "mobilisation_precisions",
        "volume_horaire_hebdomadaire",
        "nombre_semaines",
        "horaires_accueil",
    ]
)
STRUCTURE_FIELDS = frozenset(
    [
        "source",
        "id",
        "nom",
        "date_maj",
        "description",
        "lien_source",
        "siret",
        "commune",
        "code_postal",
        "code_insee",
        "adresse",
        "complement_adresse",
        "longitude",
        "latitude",
        "telephone",
        "courriel",
        "site_web",
        "horaires_accueil",
        "accessibilite_lieu",
        "reseaux_porteurs",
    ]
)
IN_WORDS = "horaires_en_mots"


class Field(NamedTuple):
    """`name`: data·inclusion's, or ours for a foreign file; `words`: headers that mean it, folded, the surest first."""

    name: str
    label: str
    words: tuple[str, ...]


def _field(name: str, label: str, words: str) -> Field:
    return Field(name, label, tuple(word.strip() for word in words.split(",")))


FOREIGN = (
    _field("id", "Identifiant", "id, identifiant, uid, gid, typo uid, id lieumed, identifiant unique"),
    _field("nom", "Nom de la structure", "nom, nom structure, nom de la structure, lieu, user nom, nom du lieu, structure, denomination"),
    _field("siret", "SIRET", "siret, numero siret"),
    _field("type_structure", "Type de structure", "type structure, ss cat, type, typologie, user type, sous categorie, categories espace, etiquettes"),
    _field("description", "Présentation", "description, presentation, presentation resume, presentation detail"),
    _field("numero_voie", "Numéro dans la voie", "n, numero, numero voie"),
    _field("adresse", "Adresse", "adresse, adresse postale, user adres, voie, rue"),
    _field("complement_adresse", "Complément d’adresse", "complement adresse, comp adresse, complement d adresse, complement"),
    _field("code_postal", "Code postal", "code postal, cp, postcode"),
    _field("code_insee", "Code INSEE", "code insee, insee, citycode, code commune"),
    _field("commune", "Commune", "commune, ville, city, localite"),
    _field("latitude", "Latitude", "latitude, lat, lat coor1, coord y"),
    _field("longitude", "Longitude", "longitude, lon, lng, long coor1, coord x"),
    _field("x", "X (Lambert 93)", "x, x l93, x lambert"),
    _field("y", "Y (Lambert 93)", "y, y l93, y lambert"),
    _field("telephone", "Téléphone", "telephone, tel, num tel, numero de telephone"),
    _field("courriel", "Adresse e-mail", "courriel, email, mail, mail struc, e mail"),
    _field("site_web", "Site web", "site web, site internet, site inter, site, url"),
    _field("lien_source", "Lien de la fiche", "lien, lien source"),
    _field("horaires", "Horaires", "horaires, horaire, horaire ouverture, horaires ouverture"),
    _field("semaines", "Semaines paires ou impaires", "ouverture, semaines"),
    _field("date_maj", "Mis à jour le", "date maj, dat maj, derniere maj, edit datemaj, date de mise a jour"),
    _field("publics", "Publics", "public, publics, publics accueillis, varchar public cible, public cible, pbc tout, pbc jeunes, pbc adult, pbc senior, pbc insert"),
    _field("thematiques", "Ce qui est proposé", "services, thematiques, qualif1, qualif2, qualif3, qualif4, qualif6, qualif7, qualif8, acces ordi, wifi, pret mat, repar mat, aide demat, form perf, sens inter, internet, dem gen, dem spe, initiation, formation, formation detail, accompagnement personnel, accompagnement personnel detail, materiel info"),
    _field("conditions_acces", "Conditions d’accès", "conditions acces, conditions d acces"),
    _field("ouvert", "Ouvert ou fermé", "affichage, statut, etat"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FOREIGN}
_BY_WORDS = {word: field.name for field in FOREIGN for word in field.words}
SEVERAL = {"thematiques", "publics", "type_structure", "description"}
"""Fields that several columns may fill, one after the other."""
_PREFIX = re.compile(r"^(?:c|user|result) ")


def field_of(header: str) -> str:
    """The field that this header names, "" when nothing fits."""
    words = fold(header.replace("_", " "))
    if words.startswith("result "):
        return ""  # what a geocoder added
    return _BY_WORDS.get(words) or _BY_WORDS.get(_PREFIX.sub("", words), "")
