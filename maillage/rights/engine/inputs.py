"""From a chunk of `Columns` to the inputs of a simulation.

The folder knows net wages and gross pensions; the law asks for more. Ratios used, all for ordinary employees and
pensioners, are named below. Whatever the folder cannot hold (capital gains, farms, rents for life…) is put to zero
as an input: its formula is then never visited, which is what makes the screening quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .budget import WINDOW, Budget
from .columns import Columns, Float32
from .groups import APPLICANT, CHILD, PARTNER, groupings
from .system import PERIODS, build_simulation, tax_benefit_system
from .zones import housing_zones, overseas

GROSS_OF_NET = 1 / 0.7916  # SMIC of 2025: 1 801.80 gross, 1 426.30 net
TAXABLE_OF_NET = 1.036  # net wage plus the part of CSG and CRDS that is not deducted
TAXABLE_SHARE = 0.9  # after the 10 % deduction (CGI art. 83 3°)
EUROPEAN_RESIDENCE_YEARS = 5.0  # right of residence taken as acquired unless the folder says otherwise
DISABLED_FOR_ASI = 2 / 3  # CSS art. R815-58
BUYER = 7  # position in HOUSING
QUARTER_OF_RULE = 2025 * 12 + 2  # since 2025-03 RSA and PPA look at M-4..M-2 everywhere

_ACTIVITY = ("actif", "actif", "chomeur", "etudiant", "actif", "retraite", "inactif")
_HOUSING = (
    "sans_domicile", "loge_gratuitement", "locataire_hlm", "locataire_vide",
    "locataire_meuble", "locataire_foyer", "proprietaire", "primo_accedant",
)  # fmt: skip
_NATIONALITY = np.array([b"FR", b"DE", b"DZ"], dtype="S2")  # any code inside, respectively outside, the EEA
DEFAULT_BIRTH = np.datetime64("1976-01-01")  # never read by a result: the fact is then missing

_PERSON_ZEROS_OF_MONTH = (
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
    "dependance_plan_aide_domicile_accepte", "boursier",
)  # fmt: skip
_PERSON_ZEROS_OF_YEAR = (
    "f1tt", "f3vj", "frais_reels", "moins_values_court_terme_non_salaries", "moins_values_long_terme_non_salaries",
    "revenu_assimile_pension", "rpns_autres_revenus", "rpns_benefice_exploitant_agricole", "rpns_exon",
    "rpns_imposables", "rpns_micro_entreprise_benefice", "rpns_pvce", "rpns_pvct",
    "ppa_rsa_derniers_revenus_tns_annuels_connus",
)  # fmt: skip
_TAX_ZEROS_OF_YEAR = (
    "abattements_speciaux_prestations_familiales", "aide_logement_base_revenus_fiscaux",
    "assiette_csg_plus_values", "pensions_alimentaires_versees", "rev_coll",
)  # fmt: skip
# housing aid for buyers is closed to loans signed since 2018-2020; the folder does not hold the loan's date
_DWELLING_ZEROS_OF_MONTH = (
    "logement_crous", "logement_chambre", "participation_frais",
    "aides_logement_primo_accedant_eligibilite", "aides_logement_primo_accedant_ressources",
)  # fmt: skip
_FAMILY_ZEROS_OF_MONTH = (
    "aides_logement_primo_accedant_k", "aides_logement_primo_accedant_plafond_mensualite",
    "aeeh", "paje_clca", "paje_prepare", "paje_colca", "proprietaire_proche_famille", "reduction_loyer_solidarite",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """Counterfactuals, one value per household (H,): what stands for each unknown month from M-4 (NaN: nothing
    special), for an unknown rent, and whether a disability of 50 to 79 % comes with an RSDAE (substantial and lasting
    restriction of access to employment, CSS art. L821-2)."""

    months: Float32
    rent: Float32
    rsdae: NDArray[np.bool_]


def nothing_tried(households: int) -> Tried:
    nothing = np.full(households, np.nan, dtype=np.float32)
    return Tried(nothing, np.zeros(households, dtype=np.float32), np.zeros(households, dtype=bool))


class Inputs:
    """Builds and fills the simulation of one chunk for the month screened (serial).

    `tried` says what a counterfactual puts where something is unknown.
    """

    def __init__(self, columns: Columns, month: int, tried: Tried | None = None) -> None:
        self.columns, self.month, self.tried = columns, month, tried or nothing_tried(len(columns))
        self.groups = groupings(columns)
        trying = not np.isnan(self.tried.months).all()
        self._tried_months = self.tried.months[columns.household] if trying else None
        self.persons = len(columns.role)
        self.families = self.groups["famille"].count
        self.budget = Budget(columns, month)
        self.simulation = build_simulation(self.persons, self.groups)
        self.simulation.start_computation_period = f"{month // 12 - 2:04d}-01"
        self._shared: dict[tuple[int, Any], NDArray[Any]] = {}

    @property
    def window(self) -> range:
        return range(self.month - WINDOW + 1, self.month + 1)

    @property
    def tax_months(self) -> range:
        """From January of N-2 to the month screened."""
        return range((self.month // 12 - 2) * 12, self.month + 1)

    def put(self, name: str, serial_month: int, array: NDArray[Any]) -> None:
        self._store(name, PERIODS.month(serial_month), array)

    def put_year(self, name: str, year: int, array: NDArray[Any]) -> None:
        self._store(name, PERIODS.year(year), array)

    def put_months(self, name: str, months: range, array: NDArray[Any]) -> None:
        array = self._cast(name, array)
        holder = self.simulation.get_holder(name)
        for month in months:
            holder.put_in_cache(array, PERIODS.month(month))

    def zeros(self, name: str) -> NDArray[Any]:
        variable = tax_benefit_system().get_variable(name)
        count = self.simulation.populations[variable.entity.key].count
        key = (count, variable.dtype)
        if key not in self._shared:
            self._shared[key] = np.zeros(count, dtype=variable.dtype)
        return self._shared[key]

    def _store(self, name: str, period: Any, array: NDArray[Any]) -> None:
        self.simulation.get_holder(name).put_in_cache(self._cast(name, array), period)

    @staticmethod
    def _cast(name: str, array: NDArray[Any]) -> NDArray[Any]:
        dtype = tax_benefit_system().get_variable(name).dtype
        return array if array.dtype == dtype else array.astype(dtype)

    def put_enum(self, name: str, months: range, codes: NDArray[Any], names: tuple[str, ...]) -> None:
        """`codes` are positions in `names` (openfisca names); -1 becomes the variable's default."""
        from openfisca_core.indexed_enums import EnumArray

        variable = tax_benefit_system().get_variable(name)
        items = [item.name for item in variable.possible_values]
        lookup = np.array(
            [items.index(item) for item in (*names, variable.default_value.name)], dtype=variable.dtype
        )
        array = EnumArray(lookup[codes], variable.possible_values)
        holder = self.simulation.get_holder(name)
        for month in months:
            holder.put_in_cache(array, PERIODS.month(month))

    def fill(self) -> None:
        self._fill_zeros()
        self._fill_people()
        self._fill_dwellings()
        self._fill_work()
        self._fill_replacement()
        self._fill_other()
        self._fill_tax_notice()

    def _fill_zeros(self) -> None:
        for name in _PERSON_ZEROS_OF_MONTH + _FAMILY_ZEROS_OF_MONTH:
            self.put_months(name, self.window, self.zeros(name))
        self.put_months(
            "rente_viagere_titre_onereux", self.tax_months, self.zeros("rente_viagere_titre_onereux")
        )
        for month in self.window[-4:]:
            self._store("rpns_imposables", PERIODS.rolling_year(month - 12), self.zeros("rpns_imposables"))
        year = self.month // 12
        for name in _PERSON_ZEROS_OF_YEAR + _TAX_ZEROS_OF_YEAR:
            for past in (year - 2, year - 1, year):
                self.put_year(name, past, self.zeros(name))

    def _fill_people(self) -> None:
        columns, window = self.columns, self.window
        birth = np.where(np.isnat(columns.birth_date), DEFAULT_BIRTH, columns.birth_date)
        self.put("date_naissance", self.month, birth)
        self._fill_ages(birth)
        self.put_enum("activite", window, columns.activity, _ACTIVITY)
        self.put_months("etudiant", window, columns.activity == 3)
        self.put_months("apprenti", window, columns.activity == 4)
        rate = np.nan_to_num(columns.disability_rate) / 100
        self.put_months("taux_incapacite", window, rate)
        self.put_months("handicap", window, rate >= DISABLED_FOR_ASI)
        recognised = self.tried.rsdae[columns.household]
        self.put_months("aah_restriction_substantielle_durable_acces_emploi", window, recognised)
        self.put_months("inapte_travail", window, columns.unfit_for_work == 1)
        self.put_months("enceinte", window, columns.pregnant == 1)
        self.put_months("garde_alternee", window, columns.shared_custody == 1)
        self.put_months("rempli_obligation_scolaire", window, np.ones(self.persons, dtype=bool))
        self.put_months("ass_precondition_remplie", window, columns.ass_entitled == 1)
        gir = ("gir_1", "gir_2", "gir_3", "gir_4", "gir_5", "gir_6")
        level = np.where(columns.dependency_level > 0, columns.dependency_level - 1, -1)
        self.put_enum("gir", range(self.month, self.month + 1), level, gir)
        self._fill_nationality()
        children = columns.role == CHILD
        for year in range(self.month // 12 - 2, self.month // 12 + 1):
            self.put_year("enfant_a_charge", year, children)

    def _fill_ages(self, birth: NDArray[np.datetime64]) -> None:
        born = birth.astype("datetime64[M]").astype(np.int32) + 1970 * 12
        day = (birth - birth.astype("datetime64[M]")).astype(np.int32)
        months = range(self.month - WINDOW + 1, (self.month // 12 + 1) * 12)
        for month in (*range(months.start // 12 * 12 - 12, months.start), *months):
            age = month - born - (day > 0)
            self.put("age_en_mois", month, age)
            self.put("age", month, age // 12)

    def _fill_nationality(self) -> None:
        columns = self.columns
        nationality = columns.nationality
        years = np.where(nationality == 1, EUROPEAN_RESIDENCE_YEARS, 0.0)
        years = np.where(np.isnan(columns.permit_years), years, columns.permit_years)
        self.put_months("nationalite", self.window, _NATIONALITY[nationality])
        self.put_months("ressortissant_eee", self.window, nationality != 2)
        self.put_months("duree_possession_titre_sejour", self.window, years)

    def _fill_dwellings(self) -> None:
        columns, window = self.columns, self.window
        self.put_enum("statut_occupation_logement", window, columns.housing, _HOUSING)
        rent = np.where(np.isnan(columns.rent), self.tried.rent, columns.rent)
        # a buyer repays a loan: no housing benefit in kind is counted (CASF art. R262-9)
        self.put_months("loyer", window, np.where(columns.housing == BUYER, np.maximum(rent, 1), rent))
        self.put_months("coloc", window, columns.flat_share == 1)
        self.put_months("logement_conventionne", window, columns.housing == 2)
        self.put_enum("zone_apl", window, housing_zones(columns.commune), ("zone_1", "zone_2", "zone_3"))
        for name, mask in overseas(columns.commune).items():
            self.put_months(name, window, mask)
        for name in _DWELLING_ZEROS_OF_MONTH:
            self.put_months(name, window, self.zeros(name))
        self._fill_family_kind()

    def _fill_family_kind(self) -> None:
        household = self.columns.household
        couple = np.zeros(self.families, dtype=bool)
        couple[household[self.columns.role == PARTNER]] = True
        married = np.zeros(self.families, dtype=bool)
        married[: len(self.columns)] = self.columns.union == 0
        self.put_months("en_couple", self.window, couple)
        self.put_months("maries", self.window, couple & married)
        self.put_months("nb_parents", self.window, 1 + couple)
        for month in self.window:
            rule = np.full(self.families, month >= QUARTER_OF_RULE)
            self.put("departement_experimentation_rsa", month, rule)

    def _series(self, kind: str, *targets: tuple[str, float | Float32]) -> Float32:
        """Puts the filled amounts of a kind under several variables, each with its ratio; returns the annual mean."""
        series = self.budget.series(kind)
        mean = series.mean()
        if series.known is None or not (mean.any() or self._tried_months is not None):
            for name, _ in targets:
                self.put_months(name, self.tax_months, self.zeros(name))
            return mean
        filled = series.filled(self._tried_months)
        for name, ratio in targets:
            for position, month in enumerate(self.window):
                self.put(name, month, (filled[position] * ratio).astype(np.float32))
            self.put_months(
                name, range(self.tax_months.start, self.window.start), (mean * ratio).astype(np.float32)
            )
        return mean

    def _fill_work(self) -> None:
        wage = self._series(
            "wage",
            ("salaire_net", 1.0),
            ("salaire_imposable", TAXABLE_OF_NET),
            ("salaire_de_base", GROSS_OF_NET),
        )
        own = self._series("self_employment", ("rpns_auto_entrepreneur_benefice", 1.0))
        self._yearly_work = (wage * TAXABLE_OF_NET * TAXABLE_SHARE + own) * 12

    def _fill_replacement(self) -> None:
        are = self._series("unemployment", ("chomage_net", 1.0), ("chomage_imposable", 1.0))
        gross = self.budget.series("pension").mean()
        net = net_of_pension(gross)
        pension = self._series(
            "pension", ("retraite_brute", 1.0), ("retraite_nette", net), ("retraite_imposable", 1.0)
        )
        sick = self._series(
            "sickness",
            ("indemnites_journalieres", 1.0),
            ("indemnites_journalieres_maladie", 1.0),
            ("indemnites_journalieres_imposables", 1.0),
        )
        disability = self._series("disability_pension", ("pensions_invalidite", 1.0))
        self._yearly_replacement = (are + pension + sick + disability) * TAXABLE_SHARE * 12

    def _fill_other(self) -> None:
        received = self._series("alimony_received", ("pensions_alimentaires_percues", 1.0))
        self._series("alimony_paid", ("pensions_alimentaires_versees_individu", 1.0))
        capital = self._series("capital", ("revenus_capital", 1.0))
        rental = self._series("rental", ("revenus_locatifs", 1.0))
        self._series("other_income", ("gains_exceptionnels", 1.0))
        self._yearly_other = (received + capital + rental) * 12

    def _fill_tax_notice(self) -> None:
        """Incomes of N-2: the tax notice where known, otherwise those of today taken over a year."""
        columns, year = self.columns, self.month // 12 - 2
        notice = columns.reference_income[columns.household]
        unknown = np.isnan(notice)
        today = self._yearly_work + self._yearly_replacement + self._yearly_other
        income = np.where(unknown, today, np.where(columns.role == APPLICANT, notice, 0))
        self.put_year("traitements_salaires_pensions_rentes", year, income)
        self.put_year("revenu_assimile_salaire_apres_abattements", year, self._yearly_work)
        tax = self.groups["foyer_fiscal"]
        rfr = np.bincount(tax.ids, weights=income, minlength=tax.count)
        for past in (year, year + 1):
            self.put_year("rfr", past, rfr)
            self.put_year("nb_pac", past, np.bincount(tax.ids[tax.roles == 2], minlength=tax.count))


def net_of_pension(gross: Float32) -> Float32:
    """Share of a gross monthly pension left by CSG, CRDS and Casa, for one tax part (thresholds of 2026, RFR of
    13 048, 17 057 and 26 471 €, CSS art. L136-8), the pension standing for the whole income."""
    yearly = gross * 12 * TAXABLE_SHARE
    bands = [yearly <= 13_048, yearly <= 17_057, yearly <= 26_471]
    return np.select(bands, [1.0, 0.957, 0.926], default=0.909).astype(np.float32)
