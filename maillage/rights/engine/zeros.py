"""What a folder cannot hold (capital gains, farms, rents for life…), put to zero: its formula is then never visited,
which is what makes the screening quick."""

from __future__ import annotations

PERSON_ZEROS_OF_MONTH = (
    "allocation_securisation_professionnelle", "bourse_recherche", "dedommagement_victime_amiante",
    "indemnites_chomage_partiel", "indemnites_compensatrices_conges_payes", "indemnites_stage",
    "indemnites_volontariat", "prestation_compensatoire", "prime_forfaitaire_mensuelle_reprise_activite",
    "remuneration_apprenti", "rente_accident_travail", "retraite_combattant", "revenus_stage_formation_pro",
    "traitement_indiciaire_brut", "hsup", "etr", "aah_base_ressources_activite_milieu_protege",
    "bourse_enseignement_sup", "livret_a", "epargne_revenus_non_imposables", "epargne_revenus_imposables",
    "valeur_locative_immo_non_loue", "valeur_locative_terrains_non_loues", "valeur_patrimoine_loue",
    "valeur_immo_non_loue", "valeur_terrains_non_loues", "indemnites_journalieres_maternite",
    "indemnites_journalieres_paternite", "indemnites_journalieres_adoption",
    "indemnites_journalieres_accident_travail", "indemnites_journalieres_maladie_professionnelle",
    "dependance_plan_aide_domicile_accepte",
)  # fmt: skip
PERSON_ZEROS_OF_YEAR = (
    "f1tt", "f3vj", "frais_reels", "moins_values_court_terme_non_salaries", "moins_values_long_terme_non_salaries",
    "revenu_assimile_pension", "rpns_autres_revenus", "rpns_benefice_exploitant_agricole", "rpns_exon",
    "rpns_imposables", "rpns_micro_entreprise_benefice", "rpns_pvce", "rpns_pvct",
    "ppa_rsa_derniers_revenus_tns_annuels_connus",
)  # fmt: skip
TAX_ZEROS_OF_YEAR = (
    "abattements_speciaux_prestations_familiales", "aide_logement_base_revenus_fiscaux",
    "assiette_csg_plus_values", "pensions_alimentaires_versees", "rev_coll",
)  # fmt: skip
# housing aid for buyers is closed to loans signed since 2018-2020; the folder does not hold the loan's date
DWELLING_ZEROS_OF_MONTH = (
    "logement_crous", "logement_chambre", "participation_frais",
    "aides_logement_primo_accedant_eligibilite", "aides_logement_primo_accedant_ressources",
)  # fmt: skip
FAMILY_ZEROS_OF_MONTH = (
    "aides_logement_primo_accedant_k", "aides_logement_primo_accedant_plafond_mensualite",
    "aeeh", "paje_clca", "paje_prepare", "paje_colca", "proprietaire_proche_famille",
)  # fmt: skip
