"""The benefits screened: what each needs to know, and what a worker needs to claim it.

`form` is the number of the paper form (cerfa) where it is certain, None otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

_PEOPLE = ("birth_date", "activity", "nationality", "permit_years")
_CHILDREN = ("child_birth_date",)
_INCOME = ("wage", "self_employment", "unemployment", "pension", "disability_pension")
_IDENTITY = "pièce d’identité ou titre de séjour"
_BANK = "relevé d’identité bancaire"
_TAX = "avis d’impôt"
_PAY = "bulletins de paie et autres ressources des trois derniers mois"
_FAMILY_BOOK = "livret de famille"


@dataclass(frozen=True, slots=True)
class Benefit:
    code: str
    name: str
    body: str
    law: str
    online: str
    documents: tuple[str, ...]
    required: tuple[str, ...]
    received: str  # kind of the budget line that says it is received
    form: str | None = None
    unit: str = "month"  # month, year, or right (no amount of its own)
    rounded: bool = False  # estimate shown floored to 10 €
    varies_with_income: bool = True
    needs_quarter: bool = False  # the months of the reference quarter matter one by one
    scale: str = ""  # the parameter that dates the scale
    revalued: int = 4  # month of the yearly revaluation, 0 when there is none


_MS = "prestations_sociales.solidarite_insertion.minima_sociaux."
_PF = "prestations_sociales.prestations_familiales."
_SANTE = "prestations_sociales.prestations_etat_de_sante."
_AL = "prestations_sociales.aides_logement.allocations_logement.locatif."
_BMAF = _PF + "bmaf.bmaf"

BENEFITS = (
    Benefit(
        "rsa", "Revenu de solidarité active", "CAF ou MSA", "CASF art. L262-2", "caf.fr ou msa.fr, « Faire une demande »",
        (_IDENTITY, _FAMILY_BOOK, _BANK, _PAY, "justificatif d’hébergement ou de domiciliation"),
        (*_PEOPLE, *_CHILDREN, "housing", "rent", "commune", *_INCOME), "rsa", form="15481",
        rounded=True, needs_quarter=True, scale=_MS + "rsa.rsa_m.montant_de_base_du_rsa",
    ),
    Benefit(
        "ppa", "Prime d’activité", "CAF ou MSA", "CSS art. L841-1", "caf.fr ou msa.fr, simulateur puis demande",
        (_IDENTITY, _BANK, _PAY), (*_PEOPLE, *_CHILDREN, "housing", "rent", "commune", *_INCOME), "ppa",
        needs_quarter=True, scale=_MS + "ppa.pa_m.montant_de_base",
    ),
    Benefit(
        "aah", "Allocation aux adultes handicapés", "MDPH, puis CAF ou MSA", "CSS art. L821-1",
        "mdphenligne.cnsa.fr", (_IDENTITY, "certificat médical de moins d’un an", "justificatif de domicile", _TAX),
        ("birth_date", "disability_rate", "rsdae", *_CHILDREN, *_INCOME), "aah", form="15692",
        rounded=True, scale=_SANTE + "invalidite.aah.montant",
    ),
    Benefit(
        "mva", "Majoration pour la vie autonome", "CAF ou MSA", "CSS art. L821-1-2",
        "versée sans demande avec l’AAH ; sinon contacter la CAF", ("notification de la MDPH", "quittance de loyer"),
        ("birth_date", "disability_rate", *_CHILDREN, "housing", "rent", "commune", *_INCOME), "mva",
        scale=_SANTE + "invalidite.caah.majoration_vie_autonome", revalued=0,
    ),
    Benefit(
        "asi", "Allocation supplémentaire d’invalidité", "CPAM", "CSS art. L815-24", "ameli.fr ou courrier à la CPAM",
        (_IDENTITY, "titre de pension d’invalidité", _TAX, _BANK),
        ("birth_date", "nationality", "permit_years", "union", "disability_pension", "wage", "unemployment", "pension"),
        "asi", rounded=True, scale=_SANTE + "invalidite.asi.plafond_ressource_seul",
    ),
    Benefit(
        "aspa", "Allocation de solidarité aux personnes âgées", "caisse de retraite (CARSAT, MSA) ou mairie (SASPA)",
        "CSS art. L815-1", "info-retraite.fr ou lassuranceretraite.fr",
        (_IDENTITY, _TAX, _BANK, "justificatifs de toutes les pensions", "relevés d’épargne"),
        ("birth_date", "nationality", "permit_years", "unfit_for_work", "pension", "wage", "unemployment"), "aspa",
        rounded=True,
        scale="prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa.plafond_ressources.personnes_seules", revalued=1,
    ),
    Benefit(
        "ass", "Allocation de solidarité spécifique", "France Travail", "code du travail art. L5423-1",
        "francetravail.fr, espace personnel", (_IDENTITY, _TAX, _BANK, _PAY),
        ("birth_date", "activity", "ass_entitled", *_INCOME), "ass", rounded=True,
        scale="chomage.allocations_assurance_chomage.ass.montant_plein",
    ),
    Benefit(
        "housing_aid", "Aide au logement", "CAF ou MSA", "CCH art. L821-1", "caf.fr ou msa.fr, « Faire une demande »",
        ("bail", "attestation de loyer remplie par le bailleur", _BANK, _TAX),
        ("birth_date", "activity", "scholarship", *_CHILDREN, "housing", "rent", "commune", *_INCOME), "housing_aid", form="10840",
        rounded=True, scale=_AL + "formule.l_plafonds_loyers.par_zone.zone_2.personnes_seules",
        revalued=10,
    ),
    Benefit(
        "af", "Allocations familiales", "CAF ou MSA", "CSS art. L521-1", "versées sans demande à partir du deuxième enfant déclaré",
        (_FAMILY_BOOK, _BANK), _CHILDREN, "af", scale=_BMAF,
    ),
    Benefit(
        "cf", "Complément familial", "CAF ou MSA", "CSS art. L522-1", "versé sans demande si les enfants sont déclarés",
        (_FAMILY_BOOK, _TAX, _BANK), _CHILDREN, "cf", scale=_BMAF,
    ),
    Benefit(
        "asf", "Allocation de soutien familial", "CAF ou MSA", "CSS art. L523-1", "caf.fr ou msa.fr, « Faire une demande »",
        (_FAMILY_BOOK, _BANK, "jugement ou titre fixant la pension alimentaire, s’il existe"),
        (*_CHILDREN, "alimony_received"), "asf", form="12038", rounded=True, scale=_BMAF,
    ),
    Benefit(
        "paje", "Allocation de base de la PAJE", "CAF ou MSA", "CSS art. L531-3", "versée après la déclaration de grossesse ou de naissance",
        (_FAMILY_BOOK, _TAX, _BANK), _CHILDREN, "paje", scale=_BMAF,
    ),
    Benefit(
        "ars", "Allocation de rentrée scolaire", "CAF ou MSA", "CSS art. L543-1", "versée en août sans demande aux allocataires ; déclaration en ligne de 16 à 18 ans",
        (_FAMILY_BOOK, _TAX, "certificat de scolarité de 16 à 18 ans"), (*_CHILDREN, "in_school"), "", unit="year",
        scale=_PF + "education_presence_parentale.ars.ars_plaf.plafond_ressources", revalued=1,
    ),
    Benefit(
        "css_free", "Complémentaire santé solidaire gratuite", "CPAM ou MSA", "CSS art. L861-1", "ameli.fr, compte personnel",
        (_IDENTITY, "ressources des douze derniers mois", _TAX), ("birth_date", *_CHILDREN, "housing", "rent", "commune", *_INCOME),
        "css", form="12504", unit="right", scale=_MS + "cs.cmu.plafond_base",
    ),
    Benefit(
        "css_contribution", "Complémentaire santé solidaire avec participation", "CPAM ou MSA", "CSS art. L861-1 2°",
        "ameli.fr, compte personnel", (_IDENTITY, "ressources des douze derniers mois", _TAX),
        ("birth_date", *_CHILDREN, "housing", "rent", "commune", *_INCOME), "css", form="12504", unit="right",
        scale=_MS + "cs.cmu.plafond_base",
    ),
    Benefit(
        "apa", "Allocation personnalisée d’autonomie", "département", "CASF art. L232-1", "site du département, ou CCAS et point d’information local",
        (_IDENTITY, _TAX, "certificat médical"), ("birth_date", "dependency_level"), "apa", unit="right",
        varies_with_income=False, scale=_SANTE + "perte_autonomie_personnes_agees.mtp",
    ),
)  # fmt: skip
CODES = tuple(benefit.code for benefit in BENEFITS)
BENEFIT = {benefit.code: benefit for benefit in BENEFITS}
