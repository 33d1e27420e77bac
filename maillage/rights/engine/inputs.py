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
from .zeros import (
    DWELLING_ZEROS_OF_MONTH,
    FAMILY_ZEROS_OF_MONTH,
    PERSON_ZEROS_OF_MONTH,
    PERSON_ZEROS_OF_YEAR,
    TAX_ZEROS_OF_YEAR,
)
from .zones import housing_zones, overseas

GROSS_OF_NET = 1 / 0.7916  # SMIC of 2025: 1 801.80 gross, 1 426.30 net
TAXABLE_OF_NET = 1.036  # net wage plus the part of CSG and CRDS that is not deducted
TAXABLE_SHARE = 0.9  # after the 10 % deduction (CGI art. 83 3°)
EXEMPT_OF_APPRENTICE = (
    1801.80  # gross monthly SMIC of 2025: what is not taxed of an apprentice (CGI art. 81 bis)
)
INVALIDITY_CARD = 80  # % of disability: the card that opens the special deduction (CGI art. 157 bis)
LAST_BORN_BEFORE_1931 = np.datetime64("1930-12-31")
APPRENTICE = 4  # position in ACTIVITIES
LOOKED_BACK = 4  # months before the one screened that RSA and PPA may look at
EUROPEAN_RESIDENCE_YEARS = 5.0  # right of residence taken as acquired unless the folder says otherwise
DISABLED_FOR_ASI = 2 / 3  # CSS art. R815-58
BUYER = 7  # position in HOUSING
AGREED = (
    2,
    5,
)  # social housing, and residences for social purposes (CCH art. L831-1): an agreement with the State
QUARTER_OF_RULE = 2025 * 12 + 2  # since 2025-03 RSA and PPA look at M-4..M-2 everywhere
QUARTER_OF_TRIAL = 2024 * 12 + 9  # and since 2024-10 where it was tried: Alpes-Maritimes, Aube, Hérault…
TRIED_BEFORE = (b"06", b"10", b"34", b"64", b"85")

_ACTIVITY = ("actif", "actif", "chomeur", "etudiant", "actif", "retraite", "inactif")
_HOUSING = (
    "sans_domicile", "loge_gratuitement", "locataire_hlm", "locataire_vide",
    "locataire_meuble", "locataire_foyer", "proprietaire", "primo_accedant",
)  # fmt: skip
_NATIONALITY = np.array([b"FR", b"DE", b"DZ"], dtype="S2")  # any code inside, respectively outside, the EEA
DEFAULT_BIRTH = np.datetime64("1976-01-01")  # never read by a result: the fact is then missing


@dataclass(frozen=True, slots=True)
class Tried:
    """Counterfactuals, one value per household (H,): what stands for each unknown month from M-4 (NaN: nothing
    special), for an unknown rent, whether a disability of 50 to 79 % comes with an RSDAE (substantial and lasting
    restriction of access to employment, CSS art. L821-2), the position in HOUSING of an unknown dwelling (-1: none), and
    whether a student has a grant."""

    months: Float32
    rent: Float32
    rsdae: NDArray[np.bool_]
    housing: NDArray[np.int8]
    scholarship: NDArray[np.bool_]


def nothing_tried(households: int) -> Tried:
    nothing = np.full(households, np.nan, dtype=np.float32)
    no = np.zeros(households, dtype=bool)
    return Tried(
        nothing, np.zeros(households, dtype=np.float32), no, np.full(households, -1, dtype=np.int8), no
    )


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
        self.simulation.start_computation_period = f"{self._notice_years[0]:04d}-01"
        self._shared: dict[tuple[int, Any], NDArray[Any]] = {}

    @property
    def window(self) -> range:
        return range(self.month - WINDOW + 1, self.month + 1)

    @property
    def tax_months(self) -> range:
        """From January of the first year of which a tax notice is read to the month screened."""
        return range(self._notice_years[0] * 12, self.month + 1)

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
        for name in PERSON_ZEROS_OF_MONTH + FAMILY_ZEROS_OF_MONTH:
            self.put_months(name, self.window, self.zeros(name))
        self.put_months(
            "rente_viagere_titre_onereux", self.tax_months, self.zeros("rente_viagere_titre_onereux")
        )
        year = self.month // 12
        for name in PERSON_ZEROS_OF_YEAR + TAX_ZEROS_OF_YEAR:
            for past in range(year - 3, year + 1):
                self.put_year(name, past, self.zeros(name))

    def _fill_people(self) -> None:
        columns, window = self.columns, self.window
        birth = np.where(np.isnat(columns.birth_date), DEFAULT_BIRTH, columns.birth_date)
        self.put("date_naissance", self.month, birth)
        self._fill_ages(birth)
        self.put_enum("activite", window, columns.activity, _ACTIVITY)
        self.put_months("etudiant", window, columns.activity == 3)
        granted = (columns.scholarship == 1) | (columns.scholarship < 0) & self.tried.scholarship[
            columns.household
        ]
        self.put_months("boursier", window, granted)
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
        for year in range(self._notice_years[0], self.month // 12 + 1):
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
        housing = np.where(columns.housing < 0, self.tried.housing, columns.housing)
        self.put_enum("statut_occupation_logement", window, housing, _HOUSING)
        rent = np.where(np.isnan(columns.rent), self.tried.rent, columns.rent)
        # a buyer repays a loan: no housing benefit in kind is counted (CASF art. R262-9)
        self.put_months("loyer", window, np.where(columns.housing == BUYER, np.maximum(rent, 1), rent))
        self.put_months("coloc", window, columns.flat_share == 1)
        self.put_months("logement_conventionne", window, np.isin(columns.housing, AGREED))
        self.put_enum("zone_apl", window, housing_zones(columns.commune), ("zone_1", "zone_2", "zone_3"))
        for name, mask in overseas(columns.commune).items():
            self.put_months(name, window, mask)
        for name in DWELLING_ZEROS_OF_MONTH:
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
        tried = np.zeros(self.families, dtype=bool)
        tried[: len(self.columns)] = np.isin(self.columns.commune.astype("S2"), TRIED_BEFORE)
        for month in self.window:
            rule = (
                tried
                if QUARTER_OF_TRIAL <= month < QUARTER_OF_RULE
                else np.full_like(tried, month >= QUARTER_OF_RULE)
            )
            self.put("departement_experimentation_rsa", month, rule)

    def _series(self, kind: str, *targets: tuple[str, float | Float32]) -> Float32:
        """Puts the filled amounts of a kind under several variables, each with its ratio; returns the monthly mean."""
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
        mean = self.budget.series("wage").mean()
        exempt = (self.columns.activity == APPRENTICE) & (mean * TAXABLE_OF_NET <= EXEMPT_OF_APPRENTICE)
        taxable = np.where(exempt, 0, TAXABLE_OF_NET).astype(np.float32)
        self._series(
            "wage", ("salaire_net", 1.0), ("salaire_imposable", taxable), ("salaire_de_base", GROSS_OF_NET)
        )
        own = self._series("self_employment", ("rpns_auto_entrepreneur_benefice", 1.0))
        self._yearly = {"wage": mean * taxable * TAXABLE_SHARE * 12, "own": own * 12}

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
        yearly = {"unemployment": are, "pension": pension + disability, "sickness": sick}
        self._yearly |= {kind: mean * TAXABLE_SHARE * 12 for kind, mean in yearly.items()}

    def _fill_other(self) -> None:
        received = self._series("alimony_received", ("pensions_alimentaires_percues", 1.0))
        self._yearly_paid = self._series("alimony_paid", ("pensions_alimentaires_versees_individu", 1.0)) * 12
        capital = self._series("capital", ("revenus_capital", 1.0))
        rental = self._series("rental", ("revenus_locatifs", 1.0))
        self._series("other_income", ("gains_exceptionnels", 1.0))
        self._yearly |= {"alimony": received * TAXABLE_SHARE * 12, "assets": (capital + rental) * 12}

    def _fill_tax_notice(self) -> None:
        """Incomes of N-2: the tax notice where known, which is net of any deduction, shared out as today's incomes are;
        otherwise those of today taken over a year."""
        then, year = self.incomes_of_notice(), self.month // 12 - 2
        rfr, dependants = self._by_tax_household(then["all"]), self.groups["foyer_fiscal"].roles == 2
        deduction = self._special_deduction(rfr)
        untold = self._by_tax_household(np.isnan(self.columns.reference_income)[self.columns.household]) > 0
        for past in self._notice_years:
            self.put_year("rpns_imposables", past, then["own"])
            self.put_year("traitements_salaires_pensions_rentes", past, then["all"] - then["own"])
            self.put_year("revenu_assimile_salaire_apres_abattements", past, self._yearly["wage"])
            self.put_year(
                "revenu_assimile_pension", past, (then["pension"] + then["alimony"]) / TAXABLE_SHARE
            )
            self.put_year("aide_logement_base_revenus_fiscaux", past, self._by_tax_household(then["assets"]))
            self.put_year("abattements_speciaux_prestations_familiales", past, deduction)
            self.put_year("rev_coll", past, -deduction * untold)
            self.put_year(
                "pensions_alimentaires_versees", past + 1, -self._by_tax_household(self._yearly_paid)
            )
        for past in (year, year + 1):
            self.put_year("rfr", past, rfr)
            self.put_year("nb_pac", past, self._by_tax_household(dependants))
        self._fill_work_of_disabled(then)

    @property
    def _notice_years(self) -> range:
        """N-2; N-3 too when the quarter looked at begins in the year before."""
        return range((self.month - LOOKED_BACK) // 12 - 2, self.month // 12 - 1)

    def _fill_work_of_disabled(self, then: dict[str, NDArray[Any]]) -> None:
        """What the AAH looks at: incomes of N-2 of who doesn't work today, before the 10 % deduction; who works today."""
        work = (then["wage"] + then["unemployment"]) / TAXABLE_SHARE + then["own"]
        self.put_months("aah_base_ressources_activite_eval_annuelle", self.window, work)
        self.put_year("rpns_imposables", self.month // 12 - 1, self._yearly["own"])
        for month in self.window[-LOOKED_BACK:]:
            self._store("rpns_imposables", PERIODS.rolling_year(month - 12), self._yearly["own"])

    def incomes_of_notice(self) -> dict[str, NDArray[Any]]:
        """Kind → (N,) € of the year N-2, and "all" of them. A couple without income today: all is the applicant's wage."""
        columns = self.columns
        couple = np.isin(columns.role, (APPLICANT, PARTNER))
        notice = columns.reference_income[columns.household]
        today = np.sum(list(self._yearly.values()), axis=0)
        total = np.bincount(columns.household, weights=today * couple, minlength=len(columns))[
            columns.household
        ]
        share = np.where(couple & (total > 0), notice / np.maximum(total, 1e-6), 0)
        unknown = np.isnan(notice)
        part = np.where(unknown, 1, share)
        then = {kind: amounts * part for kind, amounts in self._yearly.items()}
        then["wage"] = np.where(~unknown & (total == 0) & (columns.role == APPLICANT), notice, then["wage"])
        whole = np.sum(list(then.values()), axis=0)
        then["all"] = np.where(unknown, np.maximum(whole - self._yearly_paid, then["own"]), whole)
        then["assets"] = np.where(
            unknown, then["assets"], np.fmin(self._yearly["assets"], notice)
        )  # they last
        return then

    def _by_tax_household(self, amounts: NDArray[Any]) -> NDArray[np.float64]:
        tax = self.groups["foyer_fiscal"]
        return np.bincount(tax.ids, weights=amounts, minlength=tax.count).astype(np.float64)

    def _special_deduction(self, income: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of the tax households where somebody was born before 1931 or holds the invalidity card, once each."""
        columns = self.columns
        concerned = (columns.birth_date <= LAST_BORN_BEFORE_1931) | (
            columns.disability_rate >= INVALIDITY_CARD
        )
        concerned &= self.groups["foyer_fiscal"].roles < 2
        parameters = tax_benefit_system().get_parameters_at_instant(PERIODS.year(self.month // 12 - 2).start)
        scale = parameters.impot_revenu.calcul_revenus_imposables.abat_rni.contribuable_age_invalide
        return np.asarray(np.minimum(income, self._by_tax_household(concerned) * scale.calc(income)))


def net_of_pension(gross: Float32) -> Float32:
    """Share of a gross monthly pension left by CSG, CRDS and Casa, for one tax part (thresholds of 2026, RFR of
    13 048, 17 057 and 26 471 €, CSS art. L136-8), the pension standing for the whole income."""
    yearly = gross * 12 * TAXABLE_SHARE
    bands = [yearly <= 13_048, yearly <= 17_057, yearly <= 26_471]
    return np.select(bands, [1.0, 0.957, 0.926], default=0.909).astype(np.float32)
