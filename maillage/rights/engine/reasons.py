"""The "why" of each benefit: about five nodes, each a value of the calculation with its French name and its law.

Kinds: `condition` (met or not), `money` (€ a month), `yearly` (€ a year), `count`. A node marked by '/3' is a sum over
the reference quarter divided by three; a path with dots is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    source: str  # variable, or dotted parameter
    kind: str
    law: str
    over_quarter: bool = False


_MS = "prestations_sociales.solidarite_insertion.minima_sociaux."
_SANTE = "prestations_sociales.prestations_etat_de_sante."
_ASPA = "prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa."
_PF_MEANS = Reason(
    "Revenus de l’avant-dernière année", "prestations_familiales_base_ressources", "yearly", "CSS art. R532-3"
)
_CHILDREN = Reason("Enfants à charge", "af_nbenf", "count", "CSS art. L512-3")

REASONS: dict[str, tuple[Reason, ...]] = {
    "rsa": (
        Reason("Âge, études et titre de séjour", "rsa_eligibilite", "condition", "CASF art. L262-4"),
        Reason("Montant forfaitaire du foyer", "rsa_socle", "money", "CASF art. R262-1"),
        Reason("Montant majoré (parent isolé)", "rsa_socle_majore", "money", "CASF art. L262-9"),
        Reason("Ressources du trimestre, par mois", "rsa_base_ressources", "money", "CASF art. R262-6"),
        Reason("Forfait logement retiré", "rsa_forfait_logement", "money", "CASF art. R262-9 et R262-10"),
    ),
    "ppa": (
        Reason("Âge et titre de séjour", "ppa_eligibilite", "condition", "CSS art. L842-2"),
        Reason("Un revenu d’activité suffisant", "ppa_eligibilite_apprenants", "condition", "CSS art. L842-1"),
        Reason("Montant forfaitaire du foyer", "ppa_fictive_montant_forfaitaire", "money", "CSS art. L842-3", True),
        Reason("Revenus d’activité du trimestre, par mois", "ppa_revenu_activite", "money", "CSS art. R844-1", True),
        Reason("Toutes les ressources, par mois", "ppa_base_ressources", "money", "CSS art. L842-4", True),
        Reason("Forfait logement retiré", "ppa_forfait_logement", "money", "CSS art. R844-3", True),
    ),
    "aah": (
        Reason("Taux d’incapacité et âge", "aah_eligible", "condition", "CSS art. L821-1 et L821-2"),
        Reason("Montant maximal", _SANTE + "invalidite.aah.montant", "money", "CSS art. D821-1"),
        Reason("Ressources comptées, par mois", "aah_base_ressources_deconjugalisee", "money", "CSS art. R821-4"),
        Reason("Plafond, par mois", "aah_plafond_ressources_deconjugalise", "money", "CSS art. D821-2"),
        Reason("Pension d’invalidité ou ASI déduite", "aah_base_non_cumulable", "money", "CSS art. L821-1"),
    ),
    "mva": (
        Reason("AAH ou ASI, taux de 80 %, sans activité", "eligibilite_caah", "condition", "CSS art. L821-1-2"),
        Reason("Logement indépendant avec une aide au logement", "aide_logement", "money", "CSS art. L821-1-2"),
        Reason("Montant fixe", _SANTE + "invalidite.caah.majoration_vie_autonome", "money", "CSS art. D821-3"),
    ),
    "asi": (
        Reason("Pension d’invalidité, avant l’âge de l’ASPA", "asi_eligibilite", "condition", "CSS art. L815-24"),
        Reason("Ressources comptées, par mois", "asi_aspa_base_ressources", "money", "CSS art. R815-22"),
        Reason("Plafond, une personne", _SANTE + "invalidite.asi.plafond_ressource_seul", "yearly", "CSS art. L815-24-1"),
        Reason("Plafond, un couple", _SANTE + "invalidite.asi.plafond_ressource_couple", "yearly", "CSS art. L815-24-1"),
    ),
    "aspa": (
        Reason("65 ans, ou âge légal si inapte", "aspa_eligibilite", "condition", "CSS art. L815-1"),
        Reason("Nationalité ou titre de séjour de dix ans", "asi_aspa_condition_nationalite", "condition", "CSS art. L816-1"),
        Reason("Ressources comptées, par mois", "asi_aspa_base_ressources", "money", "CSS art. R815-22"),
        Reason("Plafond, une personne", _ASPA + "plafond_ressources.personnes_seules", "yearly", "CSS art. D815-2"),
        Reason("Plafond, un couple", _ASPA + "plafond_ressources.couples", "yearly", "CSS art. D815-2"),
    ),
    "ass": (
        Reason("Droits ouverts par France Travail", "ass_precondition_remplie", "condition", "code du travail art. R5423-1"),
        Reason("Sans allocation chômage, sans AAH", "ass_eligibilite_individu", "condition", "code du travail art. L5423-1"),
        Reason("Ressources des douze mois", "ass_base_ressources", "yearly", "code du travail art. R5423-2"),
        Reason("Montant par jour", "chomage.allocations_assurance_chomage.ass.montant_plein", "money", "décret annuel"),
        Reason("Plafond seul, en jours", "chomage.allocations_assurance_chomage.ass.plaf_seul", "count", "code du travail art. R5423-2"),
    ),
    "housing_aid": (
        Reason("Loyer retenu", "aide_logement_loyer_retenu", "money", "CCH art. D823-16"),
        Reason("Loyer plafond de la zone", "aide_logement_loyer_plafond", "money", "CCH art. D823-16"),
        Reason("Forfait de charges", "aide_logement_charges", "money", "CCH art. D823-16"),
        Reason("Ressources des douze mois", "aide_logement_base_ressources", "yearly", "CCH art. R822-3"),
        Reason("Part qui reste à payer", "aide_logement_participation_personnelle", "money", "CCH art. D823-17"),
    ),
    "af": (
        _CHILDREN, _PF_MEANS,
        Reason("Allocations de base", "af_base", "money", "CSS art. L521-1"),
        Reason("Majoration pour âge", "af_majoration", "money", "CSS art. L521-3"),
        Reason("Part servie selon les revenus", "af_taux_modulation", "count", "CSS art. D521-1"),
    ),
    "cf": (
        Reason("Trois enfants de 3 à 20 ans", "cf_eligibilite_base", "condition", "CSS art. L522-1"),
        Reason("Revenus de l’avant-dernière année", "cf_base_ressources", "yearly", "CSS art. R522-2"),
        Reason("Plafond", "cf_plafond", "yearly", "CSS art. R522-2"),
        Reason("Montant avant CRDS", "cf_montant", "money", "CSS art. D522-1"),
    ),
    "asf": (
        Reason("Parent qui vit seul", "asf_elig", "condition", "CSS art. L523-1"),
        _CHILDREN,
        Reason("Montant avant CRDS, pension déduite", "asf_montant", "money", "CSS art. D523-1"),
    ),
    "paje": (
        _CHILDREN, _PF_MEANS,
        Reason("Plafond sans enfant, taux plein", "prestations_sociales.prestations_familiales.petite_enfance.paje."
               "paje_plaf.ne_adopte_apres_04_2018.taux_plein.plafond_ressources_0_enfant", "yearly", "CSS art. R531-1"),
        Reason("Montant avant CRDS", "paje_base", "money", "CSS art. D531-1"),
    ),
    "ars": (
        _CHILDREN, _PF_MEANS,
        Reason("Plafond sans enfant", "prestations_sociales.prestations_familiales.education_presence_parentale.ars."
               "ars_plaf.plafond_ressources", "yearly", "CSS art. R543-5"),
    ),
    "css_free": (
        Reason("Foyer qui peut la demander", "css_cmu_acs_eligibilite", "condition", "CSS art. L861-1"),
        Reason("Ressources des douze mois", "css_cmu_base_ressources", "yearly", "CSS art. R861-4"),
        Reason("Plafond de la CSS gratuite", "cmu_c_plafond", "yearly", "CSS art. L861-1 1°"),
        Reason("RSA (donne droit d’office)", "rsa", "money", "CSS art. L861-2"),
    ),
    "css_contribution": (
        Reason("Ressources des douze mois", "css_cmu_base_ressources", "yearly", "CSS art. R861-4"),
        Reason("Plafond de la CSS gratuite", "cmu_c_plafond", "yearly", "CSS art. L861-1 1°"),
        Reason("Plafond avec participation", "acs_plafond", "yearly", "CSS art. L861-1 2°"),
        Reason("Participation, par mois", "css_participation_forfaitaire_montant", "money", "arrêté du 21 juin 2019"),
    ),
    "apa": (
        Reason("60 ans et GIR de 1 à 4", "apa_eligibilite", "condition", "CASF art. L232-2"),
        Reason("Ressources comptées, par mois", "base_ressources_apa", "money", "CASF art. R232-5"),
    ),
}  # fmt: skip
