"""The catalogue of the columns of a household file.

Codes are those of docs/reference/household-facts.md, with their scope in front because a household and a
member both have a `ref`, a home and a budget both have a `rent`: `household.ref`, `member.ref`, `budget.wage`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Scope(StrEnum):
    HOUSEHOLD = "household"
    MEMBER = "member"
    BUDGET = "budget"


class Kind(StrEnum):
    """What a cell holds, hence how it is read."""

    REFERENCE = "reference"
    NAME = "name"
    COMMUNE = "commune"
    CHOICE = "choice"
    YES_NO = "yes_no"
    BIRTH_DATE = "birth_date"
    AMOUNT = "amount"
    RATE = "rate"
    YEARS = "years"
    LEVEL = "level"


@dataclass(frozen=True)
class Column:
    """One column of the template. `choices`: code → French words, the first being the one we write."""

    scope: Scope
    fact: str
    header: str
    kind: Kind
    help: str
    example: str
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        return f"{self.scope}.{self.fact}"

    @property
    def monthly(self) -> bool:
        """Whether the header may carry a month: `salaire_net 2026-08`."""
        return self.scope is Scope.BUDGET


HOUSING = {
    "homeless": ("sans domicile", "sdf", "sans domicile fixe", "sans abri", "rue"),
    "hosted": ("hébergé", "hébergée", "hébergé gratuitement", "hébergé par un tiers", "logé gratuitement"),
    "social_tenant": ("locataire HLM", "HLM", "logement social", "parc social", "locataire parc social"),
    "private_tenant": ("locataire", "locataire privé", "parc privé", "locataire parc privé", "location"),
    "furnished_tenant": ("locataire meublé", "meublé", "location meublée", "hôtel"),
    "residence": ("foyer", "résidence sociale", "foyer ou résidence sociale", "CHRS", "pension de famille"),
    "owner": ("propriétaire",),
    "buyer": ("accédant", "accédant à la propriété", "propriétaire accédant", "en accession"),
}
UNION = {
    "married": ("mariage", "marié", "mariée", "mariés"),
    "civil_union": ("pacs", "pacsé", "pacsée", "pacsés"),
    "cohabiting": ("concubinage", "union libre", "vie maritale", "concubin", "concubins"),
}
ROLE = {
    "applicant": ("demandeur", "demandeuse", "allocataire", "titulaire", "déclarant", "monsieur ou madame"),
    "partner": (
        "conjoint",
        "conjointe",
        "partenaire",
        "époux",
        "épouse",
        "mari",
        "femme",
        "concubin",
        "concubine",
    ),
    "child": ("enfant", "fils", "fille", "enfants"),
    "other": ("autre", "ascendant", "autre personne", "parent", "autres"),
}
ACTIVITY = {
    "employed": ("salarié", "salariée", "emploi", "en emploi", "CDI", "CDD", "intérim", "intérimaire"),
    "self_employed": (
        "indépendant",
        "indépendante",
        "auto-entrepreneur",
        "micro-entrepreneur",
        "travailleur indépendant",
    ),
    "unemployed": (
        "chômage",
        "chômeur",
        "chômeuse",
        "demandeur d'emploi",
        "demandeuse d'emploi",
        "sans emploi",
    ),
    "student": ("étudiant", "étudiante", "élève", "lycéen", "lycéenne"),
    "apprentice": ("apprenti", "apprentie", "alternant", "alternance", "apprentissage"),
    "retired": ("retraité", "retraitée", "retraite"),
    "inactive": ("sans activité", "inactif", "inactive", "au foyer", "sans profession", "aucune"),
}
NATIONALITY = {
    "french": ("française", "français", "france", "fr"),
    "european": ("européenne", "européen", "EEE", "UE", "union européenne", "suisse", "EEE ou suisse"),
    "other": ("autre", "hors UE", "étrangère", "étranger", "hors union européenne"),
}

_H, _M, _B = Scope.HOUSEHOLD, Scope.MEMBER, Scope.BUDGET
_MONTHLY = "Montant de chaque mois de la période, en euros. Vide : inconnu. 0 : rien."


def _received(fact: str, header: str, name: str, *synonyms: str) -> Column:
    help_text = f"{name} déjà reçue ou reçu chaque mois, en euros. Vide : inconnu. 0 : rien."
    return Column(_B, fact, header, Kind.AMOUNT, help_text, "0", synonyms)


def _monthly(fact: str, header: str, name: str, example: str, *synonyms: str) -> Column:
    return Column(_B, fact, header, Kind.AMOUNT, f"{name}. {_MONTHLY}", example, synonyms)


CATALOGUE: tuple[Column, ...] = (
    Column(
        _H,
        "ref",
        "foyer",
        Kind.REFERENCE,
        "Repère du foyer : le même sur toutes les lignes de ses membres.",
        "F1",
        (
            "n foyer",
            "numéro foyer",
            "numéro de foyer",
            "no foyer",
            "id foyer",
            "identifiant foyer",
            "réf foyer",
            "référence foyer",
            "ménage",
            "n ménage",
            "numéro ménage",
            "famille",
            "n dossier",
            "numéro dossier",
            "dossier",
            "code foyer",
        ),
    ),
    Column(
        _M,
        "ref",
        "personne",
        Kind.REFERENCE,
        "Repère de la personne, unique dans le fichier.",
        "P1",
        (
            "n personne",
            "numéro personne",
            "id personne",
            "identifiant personne",
            "réf personne",
            "référence personne",
            "identifiant",
            "id",
            "matricule",
        ),
    ),
    Column(
        _M,
        "role",
        "lien",
        Kind.CHOICE,
        "Place dans le foyer : un demandeur, un conjoint au plus, enfants, autres.",
        "demandeur",
        (
            "rôle",
            "qualité",
            "lien de parenté",
            "lien familial",
            "parenté",
            "lien avec le demandeur",
            "situation dans le foyer",
        ),
        ROLE,
    ),
    Column(
        _M,
        "first_name",
        "prenom",
        Kind.NAME,
        "Prénom (facultatif).",
        "Awa",
        ("prénoms", "prénom usuel", "first name"),
    ),
    Column(
        _M,
        "last_name",
        "nom",
        Kind.NAME,
        "Nom (facultatif).",
        "Exemple",
        (
            "nom d usage",
            "nom de famille",
            "nom de naissance",
            "nom usuel",
            "nom patronymique",
            "nom marital",
            "nom de jeune fille",
            "last name",
        ),
    ),
    Column(
        _M,
        "birth_date",
        "naissance",
        Kind.BIRTH_DATE,
        "Date de naissance : jour/mois/année.",
        "30/04/1992",
        (
            "date de naissance",
            "date naissance",
            "né le",
            "née le",
            "né e le",
            "ddn",
            "dn",
            "date naiss",
            "date de naiss",
            "birth date",
        ),
    ),
    Column(
        _H,
        "commune",
        "commune",
        Kind.COMMUNE,
        "Code INSEE de la commune (5 caractères). Ce n'est pas le code postal.",
        "37261",
        (
            "code insee",
            "insee",
            "code commune",
            "commune insee",
            "code insee commune",
            "code commune insee",
            "depcom",
            "cog",
            "insee commune",
        ),
    ),
    Column(
        _H,
        "housing",
        "logement",
        Kind.CHOICE,
        "Statut d'occupation du logement.",
        "locataire HLM",
        (
            "statut logement",
            "statut d occupation",
            "type de logement",
            "situation logement",
            "hébergement",
            "statut occupation",
            "mode de logement",
        ),
        HOUSING,
    ),
    Column(
        _H,
        "rent",
        "loyer",
        Kind.AMOUNT,
        "Loyer sans les charges, en euros par mois.",
        "412,50",
        ("loyer hors charges", "montant loyer", "montant du loyer", "loyer hc", "loyer mensuel", "loyer net"),
    ),
    Column(
        _H,
        "flat_share",
        "colocation",
        Kind.YES_NO,
        "Logement en colocation : oui ou non.",
        "non",
        ("coloc", "en colocation", "colocataire"),
    ),
    Column(
        _H,
        "union",
        "union",
        Kind.CHOICE,
        "Forme du couple, s'il y a un conjoint.",
        "mariage",
        (
            "situation familiale",
            "situation matrimoniale",
            "statut marital",
            "état matrimonial",
            "vie de couple",
            "type d union",
        ),
        UNION,
    ),
    Column(
        _H,
        "reference_income",
        "revenu_fiscal",
        Kind.AMOUNT,
        "Revenu fiscal de référence de l'avant-dernière année, en euros par an.",
        "9800",
        ("rfr", "revenu fiscal de référence", "revenu fiscal reference", "rfr n 2"),
    ),
    Column(
        _M,
        "activity",
        "activite",
        Kind.CHOICE,
        "Activité principale.",
        "salarié",
        (
            "situation professionnelle",
            "profession",
            "statut professionnel",
            "emploi",
            "situation pro",
            "statut emploi",
        ),
        ACTIVITY,
    ),
    Column(
        _M,
        "disability_rate",
        "taux_incapacite",
        Kind.RATE,
        "Taux d'incapacité reconnu, de 0 à 100.",
        "80",
        ("taux incapacité", "taux d incapacité", "taux handicap", "taux mdph", "incapacité"),
    ),
    Column(
        _M,
        "unfit_for_work",
        "inapte",
        Kind.YES_NO,
        "Inaptitude au travail reconnue : oui ou non.",
        "non",
        ("inaptitude", "inapte au travail", "inaptitude au travail"),
    ),
    Column(_M, "nationality", "nationalite", Kind.CHOICE, "Nationalité.", "française", (), NATIONALITY),
    Column(
        _M,
        "permit_years",
        "annees_titre_sejour",
        Kind.YEARS,
        "Nombre d'années avec un titre de séjour qui permet de travailler.",
        "6",
        ("années titre de séjour", "ancienneté titre de séjour", "années de titre de séjour"),
    ),
    Column(
        _M, "pregnant", "enceinte", Kind.YES_NO, "Grossesse en cours : oui ou non.", "non", ("grossesse",)
    ),
    Column(
        _M,
        "shared_custody",
        "garde_alternee",
        Kind.YES_NO,
        "Enfant en garde alternée : oui ou non.",
        "non",
        ("résidence alternée", "garde partagée"),
    ),
    Column(
        _M,
        "in_school",
        "scolarise",
        Kind.YES_NO,
        "Enfant ou jeune scolarisé : oui ou non.",
        "oui",
        ("scolarisée", "scolarité", "à l école"),
    ),
    Column(
        _M,
        "dependency_level",
        "gir",
        Kind.LEVEL,
        "Groupe iso-ressources, de 1 à 6.",
        "4",
        ("niveau gir", "groupe iso ressources", "dépendance"),
    ),
    Column(
        _M,
        "ass_entitled",
        "ass_ouverte",
        Kind.YES_NO,
        "France Travail a ouvert le droit à l'allocation de solidarité spécifique : oui ou non.",
        "non",
        ("droit ass", "droit ass ouvert", "ass ouvert"),
    ),
    Column(
        _M,
        "taxed_alone",
        "declaration_separee",
        Kind.YES_NO,
        "Déclare ses revenus séparément : oui ou non.",
        "non",
        ("déclaration séparée", "déclaration d impôt séparée", "impôts séparés"),
    ),
    _monthly(
        "wage",
        "salaire_net",
        "Salaire net avant impôt",
        "1180,20",
        "salaire",
        "salaire mensuel",
        "salaires",
        "salaire net mensuel",
        "salaires nets",
        "revenu salarié",
    ),
    _monthly(
        "self_employment",
        "revenu_independant",
        "Revenu d'activité indépendante",
        "0",
        "revenus indépendant",
        "revenus indépendants",
        "bénéfice",
    ),
    _monthly(
        "unemployment",
        "chomage",
        "Allocation de retour à l'emploi",
        "0",
        "are",
        "allocation chômage",
        "allocations chômage",
        "indemnités chômage",
    ),
    _monthly("sickness", "indemnites_journalieres", "Indemnités journalières", "0", "ij", "ijss"),
    _monthly(
        "pension",
        "retraite",
        "Pension de retraite brute",
        "0",
        "retraites",
        "pension de retraite",
        "pension retraite",
    ),
    _monthly(
        "disability_pension",
        "pension_invalidite",
        "Pension d'invalidité",
        "0",
        "pension d invalidité",
        "invalidité",
    ),
    _monthly(
        "alimony_received",
        "pension_alimentaire_recue",
        "Pension alimentaire reçue",
        "0",
        "pa reçue",
        "pensions alimentaires reçues",
    ),
    _monthly(
        "alimony_paid",
        "pension_alimentaire_versee",
        "Pension alimentaire versée",
        "0",
        "pa versée",
        "pensions alimentaires versées",
    ),
    _monthly(
        "capital",
        "revenus_capital",
        "Revenus de placements",
        "0",
        "revenus du capital",
        "revenus des placements",
        "revenus mobiliers",
    ),
    _monthly(
        "rental", "revenus_fonciers", "Revenus de location d'un bien", "0", "revenu foncier", "loyers perçus"
    ),
    _monthly("other_income", "autres_revenus", "Autres revenus", "0", "autres ressources", "autre revenu"),
    _received("rsa", "rsa_percu", "Revenu de solidarité active", "rsa", "montant rsa"),
    _received("ppa", "ppa_percue", "Prime d'activité", "prime d activité", "ppa", "prime activité"),
    _received("aah", "aah_percue", "Allocation aux adultes handicapés", "aah", "montant aah"),
    _received("mva", "mva_percue", "Majoration pour la vie autonome", "mva"),
    _received("asi", "asi_percue", "Allocation supplémentaire d'invalidité", "asi"),
    _received(
        "aspa", "aspa_percue", "Allocation de solidarité aux personnes âgées", "aspa", "minimum vieillesse"
    ),
    _received("ass", "ass_percue", "Allocation de solidarité spécifique", "ass"),
    _received(
        "housing_aid",
        "al_percue",
        "Aide au logement",
        "apl",
        "al",
        "aide au logement",
        "aides au logement",
        "allocation logement",
        "als",
        "alf",
    ),
    _received("af", "af_percues", "Allocations familiales", "af", "allocations familiales"),
    _received("cf", "cf_percu", "Complément familial", "cf", "complément familial"),
    _received("asf", "asf_percue", "Allocation de soutien familial", "asf", "allocation de soutien familial"),
    _received("paje", "paje_percue", "Prestation d'accueil du jeune enfant", "paje"),
    _received("apa", "apa_percue", "Allocation personnalisée d'autonomie", "apa"),
    Column(
        _B,
        "css",
        "css_ouverte",
        Kind.YES_NO,
        "Complémentaire santé solidaire ouverte aujourd'hui : oui ou non.",
        "non",
        ("css", "c2s", "cmu c", "complémentaire santé solidaire"),
    ),
    _monthly(
        "rent",
        "charge_loyer",
        "Loyer et charges réellement payés",
        "412,50",
        "loyer charges comprises",
        "loyer cc",
        "charges de loyer",
    ),
    _monthly("energy", "energie", "Électricité, gaz, eau, chauffage", "85", "électricité", "charges énergie"),
    _monthly("debt", "dettes", "Remboursements de dettes", "0", "dette", "remboursements", "crédits"),
    _monthly("other_charge", "autres_charges", "Autres charges", "0", "charges", "autre charge"),
)
BY_CODE: Mapping[str, Column] = {column.code: column for column in CATALOGUE}
