"""Columns of what members receive and pay."""

from maillage.sheets.kinds import Column, Kind, Scope

_B = Scope.BUDGET
_MONTHLY = "Montant de chaque mois de la période, en euros. Vide : inconnu. 0 : rien."


def _received(fact: str, header: str, name: str, *synonyms: str) -> Column:
    help_text = f"{name} déjà reçue ou reçu chaque mois, en euros. Vide : inconnu. 0 : rien."
    return Column(_B, fact, header, Kind.AMOUNT, help_text, "0", synonyms)


def _monthly(fact: str, header: str, name: str, example: str, *synonyms: str) -> Column:
    return Column(_B, fact, header, Kind.AMOUNT, f"{name}. {_MONTHLY}", example, synonyms)


BUDGET_COLUMNS: tuple[Column, ...] = (
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
