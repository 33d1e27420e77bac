"""Free words of foreign files → values of the schema's lists. Only what is sure: the rest is left and said."""

import re

from maillage.directory.enums import NETWORKS, PUBLICS, THEMES
from maillage.directory.fold import fold

_THEMES = (
    (r"demarches? (administrative|dematerialisee|en ligne)|aide aux demarches|dem gen|dem spe|service public en ligne", "numerique--acceder-a-des-services-en-ligne"),
    (r"initi|perfectionnement|formation|fondamenta|devenir autonome|outils numeriques|accompagnement personnel|risques d internet|usage|avis eclaire", "numerique--maitriser-les-fondamentaux-du-numerique"),
    (r"acces a internet|acces internet|connexion internet|wifi|^internet$|utilisation ordinateur|autonomie sur internet", "numerique--acceder-a-une-connexion-internet"),
    (r"pret de materiel|reparation de materiel|acceder a du materiel|materiel info", "numerique--acquerir-un-equipement"),
    (r"insertion professionnelle|recherche d emploi", "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi"),
    (r"demarches de sante|acces aux soins", "sante--acces-aux-soins"),
    (r"parentalite", "famille--soutien-a-la-parentalite-et-a-leducation"),
)  # fmt: skip
_PUBLICS = (
    (r"\btous\b|tous public|tout public", "tous-publics"),
    (r"jeune", "jeunes"),
    (r"demandeurs? d emploi|chomeur|insert", "demandeurs-emploi"),
    (r"etudiant", "etudiants"),
    (r"senior|retraite|personnes? agee", "seniors"),
    (r"etranger|refugie|migrant|exile", "personnes-exilees"),
    (r"\brsa\b|minima", "beneficiaires-des-minimas-sociaux"),
    (r"famille|parent", "familles"),
    (r"femme", "femmes"),
    (r"\bqpv\b|\bfrr\b|\bzrr\b|quartiers? prioritaire", "residents-qpv-frr"),
    (r"handicap", "personnes-en-situation-de-handicap"),
    (r"entrepreneur|actif|professionnel", "actifs"),
)
_KINDS = (
    (r"france services?|\bmsap\b", "france-service"),
    (r"\bccas\b|\bcias\b", "ccas-cias"),
    (r"mission locale", "mission-locale"),
    (r"centre social", "centre-social"),
    (r"\bmds\b|maison departementale de la solidarite", "maisons-des-solidarites"),
    (r"\bcaf\b", "caf"),
    (r"\bcpam\b", "cpam"),
    (r"\bmsa\b|mutualite sociale agricole", "mutualite-sociale-agricole"),
    (r"pole emploi|france travail", "france-travail"),
    (r"intercommunalite", "intercommunalite"),
    (r"mairie|collectivite", "communes"),
    (r"associati", "association"),
)
YES = {"oui", "true", "vrai", "x", "1", "o", "yes"}
NO = {"", "non", "false", "faux", "0", "n", "no", "nr", "none"}
CLOSED = {"inactif", "ferme", "fermee", "closed"}


def _found(words: str, listed: tuple[tuple[str, str], ...]) -> list[str]:
    return [value for pattern, value in listed if re.search(pattern, words)]


def themes_in(text: str, header: str = "") -> list[str]:
    """Themes that a cell tells; a cell that only says yes is read by its header."""
    words = fold(text)
    if words in NO:
        return []
    named = [value for value, label in THEMES.items() if fold(label) == words or value == text.strip()]
    return named or _found(fold(header.replace("_", " ")) if words in YES else words, _THEMES)


def publics_in(text: str, header: str = "") -> list[str]:
    words = fold(text)
    if words in NO:
        return []
    found = _found(fold(header.replace("_", " ")) if words in YES else words, _PUBLICS)
    named = [value for value, label in PUBLICS.items() if fold(label) == words or value == text.strip()]
    return ["tous-publics"] if "tous-publics" in found else named or found


def kind_in(text: str) -> str:
    """Code of a kind of structure, "" when the words tell none."""
    found = _found(fold(text), _KINDS)
    return found[0] if found else ""


def network_of(kind: str) -> list[str]:
    return [kind] if kind in NETWORKS else []
