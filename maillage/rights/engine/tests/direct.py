"""The same household asked to OpenFisca as its own users do: named variables, everything else left to the package.

None of the engine's shortcuts: no input put to zero, no own order of calculation, core's own builder. Of what was received
before, the engine's convention is told: no RSA, nothing else before the quarter that counts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from openfisca_core.simulation_builder import SimulationBuilder

from maillage.rights.engine import Household, Member
from maillage.rights.engine.inputs import GROSS_OF_NET, TAXABLE_OF_NET, net_of_pension
from maillage.rights.engine.months import label, month_number, serial
from maillage.rights.engine.system import tax_benefit_system

ACTIVITY = {
    "employed": "actif", "self_employed": "actif", "unemployed": "chomeur", "student": "etudiant",
    "apprentice": "actif", "retired": "retraite", "inactive": "inactif",
}  # fmt: skip
HOUSING = {
    "homeless": "sans_domicile", "hosted": "loge_gratuitement", "social_tenant": "locataire_hlm",
    "private_tenant": "locataire_vide", "furnished_tenant": "locataire_meuble", "residence": "locataire_foyer",
    "owner": "proprietaire", "buyer": "primo_accedant",
}  # fmt: skip
MONTHLY = {
    "self_employment": "rpns_auto_entrepreneur_benefice", "disability_pension": "pensions_invalidite",
    "alimony_received": "pensions_alimentaires_percues", "alimony_paid": "pensions_alimentaires_versees_individu",
    "capital": "revenus_capital", "rental": "revenus_locatifs", "other_income": "gains_exceptionnels",
}  # fmt: skip
MONTHLY_AMOUNTS = {
    "rsa": "rsa", "ppa": "ppa", "aah": "aah", "mva": "caah", "asi": "asi", "aspa": "aspa", "ass": "ass",
    "housing_aid": "aide_logement", "af": "af_nettes_crds", "cf": "cf_net_crds", "asf": "asf_nette_crds",
    "paje": "paje_base", "css_free": "cmu_c",
}  # fmt: skip


def amounts(households: list[Household], month: str) -> list[dict[str, float]]:
    """For each household, code of ours → amount: core's own builder, one simulation for all of them."""
    system = tax_benefit_system()
    apart = [_apart(one, rank) for rank, one in enumerate(households)]
    situation: dict[str, Any] = {}
    for one in apart:
        for kind, entities in _situation(one, month).items():
            situation.setdefault(kind, {}).update(entities)
    simulation = SimulationBuilder().build_from_entities(system, situation)
    found: list[dict[str, float]] = [{} for _ in households]
    for code, variable in MONTHLY_AMOUNTS.items():
        _put(found, code, simulation, variable, month, apart)
    _put(found, "ars", simulation, "ars_nette_crds", month[:4], apart)
    return found


def _apart(household: Household, rank: int) -> Household:
    """The same with refs of its own."""
    members = tuple(replace(one, ref=f"{rank}-{one.ref}") for one in household.members)
    budget = tuple(replace(line, member=f"{rank}-{line.member}") for line in household.budget)
    return replace(household, ref=str(rank), members=members, budget=budget)


def _put(
    found: list[dict[str, float]],
    code: str,
    simulation: Any,
    variable: str,
    period: str,
    households: list[Household],
) -> None:
    values = simulation.calculate(variable, period)
    entity = simulation.tax_benefit_system.get_variable(variable).entity
    rank = {name: index for index, name in enumerate(simulation.populations[entity.key].ids)}
    for amounts, one in zip(found, households, strict=True):
        names = [m.ref for m in one.members if m.role != "other"] if entity.is_person else [f"f-{one.ref}"]
        amounts[code] = float(sum(values[rank[name]] for name in names))


def _situation(household: Household, month: str) -> dict[str, Any]:
    now = serial(month_number(month))
    months = [label(one) for one in range((now // 12 - 3) * 12, now + 1)]
    people = {one.ref: _person(household, one, months) for one in household.members}
    families, taxes = _groups(household)
    for tax in taxes.values():
        tax.update(_notice(household, tax["declarants"], months))
    family = families[f"f-{household.ref}"]
    family["maries"] = dict.fromkeys(months, household.union == "married")
    family["rsa"] = {label(now - back): 0 for back in range(1, 16)}
    long_ago = {label(now - back): 0 for back in range(5 if month >= "2025-03" else 4, 16)}
    family |= dict.fromkeys(("aspa", "aide_logement", "af", "cf", "asf", "paje_base"), long_ago)
    for person in people.values():
        person.update(dict.fromkeys(("aah", "asi", "ass", "caah"), long_ago))
    family["departement_experimentation_rsa"] = {one: one >= "2025-03" for one in months}
    return {
        "individus": people,
        "familles": families,
        "foyers_fiscaux": taxes,
        "menages": {f"m-{household.ref}": _dwelling(household, months)},
    }


def _person(household: Household, one: Member, months: list[str]) -> dict[str, Any]:
    every = lambda value: dict.fromkeys(months, value)  # noqa: E731
    facts: dict[str, Any] = {
        "date_naissance": {"ETERNITY": str(one.birth_date or date(1976, 1, 1))},
        "activite": every(ACTIVITY.get(one.activity or "", "inactif")),
        "etudiant": every(one.activity == "student"),
        "boursier": every(bool(one.scholarship)),
        "apprenti": every(one.activity == "apprentice"),
        "taux_incapacite": every((one.disability_rate or 0) / 100),
        "handicap": every((one.disability_rate or 0) >= 67),
        "inapte_travail": every(bool(one.unfit_for_work)),
        "enceinte": every(bool(one.pregnant)),
        "garde_alternee": every(bool(one.shared_custody)),
        "ass_precondition_remplie": every(bool(one.ass_entitled)),
        "nationalite": every({"french": "FR", "european": "DE", "other": "DZ"}[one.nationality or "french"]),
        "ressortissant_eee": every(one.nationality != "other"),
        "duree_possession_titre_sejour": every(one.permit_years or 0),
    }
    for kind in {line.kind for line in household.budget if line.member == one.ref}:
        facts |= _income(kind, _amounts(household, one, kind, months))
    if one.activity == "apprentice":  # not taxed up to the SMIC (CGI art. 81 bis)
        facts["salaire_imposable"] = every(0)
    if "rpns_auto_entrepreneur_benefice" in facts:
        facts["rpns_imposables"] = _yearly(household, one, ("self_employment",), months)
    return facts


def _yearly(household: Household, one: Member, kinds: tuple[str, ...], months: list[str]) -> dict[str, float]:
    """N-3 to N-1: what today's amounts make over a year."""
    first = months[0]
    total = sum(12 * _amounts(household, one, kind, months)[first] for kind in kinds)
    return {str(int(first[:4]) + rank): total for rank in range(3)}


def _amounts(household: Household, one: Member, kind: str, months: list[str]) -> dict[str, float]:
    """Each month; those before the folder's first month have its mean."""
    known = {
        line.month: line.amount or 0.0
        for line in household.budget
        if (line.member, line.kind) == (one.ref, kind)
    } or {months[-1]: 0.0}
    mean, last = sum(known.values()) / len(known), None
    filled = {}
    for month in months:
        last = known.get(month, last)
        filled[month] = mean if last is None else last
    return filled


def _income(kind: str, monthly: dict[str, float]) -> dict[str, dict[str, float]]:
    times = lambda ratio: {month: amount * ratio for month, amount in monthly.items()}  # noqa: E731
    if kind == "wage":
        return {
            "salaire_net": monthly,
            "salaire_imposable": times(TAXABLE_OF_NET),
            "salaire_de_base": times(GROSS_OF_NET),
        }
    if kind == "unemployment":
        return {"chomage_net": monthly, "chomage_imposable": monthly}
    if kind == "pension":
        gross = sum(monthly.values()) / len(monthly)
        return {
            "retraite_brute": monthly,
            "retraite_nette": times(float(net_of_pension(gross))),
            "retraite_imposable": monthly,
        }
    if kind == "sickness":
        names = ("", "_maladie", "_imposables")
        return {f"indemnites_journalieres{name}": monthly for name in names}
    if kind in MONTHLY:
        return {MONTHLY[kind]: monthly}
    return {}


def _groups(household: Household) -> tuple[dict[str, Any], dict[str, Any]]:
    of = lambda *roles: [one.ref for one in household.members if one.role in roles]  # noqa: E731
    partner, others = of("partner"), of("other")
    families: dict[str, Any] = {
        f"f-{household.ref}": {"parents": of("applicant", "partner"), "enfants": of("child")}
    }
    together = household.union in ("married", "civil_union")
    taxes: dict[str, Any] = {
        f"t-{household.ref}": {
            "declarants": of("applicant") + (partner if together else []),
            "personnes_a_charge": of("child"),
        }
    }
    for ref in others + ([] if together else partner):
        taxes[f"t-{ref}"] = {"declarants": [ref]}
    for ref in others:
        families[f"f-{ref}"] = {"parents": [ref]}
    return families, taxes


def _notice(household: Household, refs: list[str], months: list[str]) -> dict[str, Any]:
    """What a tax household declares of itself: capital, rents, alimony paid, invalidity cards."""
    declared = [one for one in household.members if one.ref in refs]
    of = lambda *kinds: [_yearly(household, one, kinds, months) for one in declared]  # noqa: E731
    total = lambda parts, sign: {  # noqa: E731
        year: sign * sum(part[year] for part in parts) for year in (parts[0] if parts else {})
    }
    cards = [(one.disability_rate or 0) >= 80 for one in declared] + [False]
    years = [str(int(months[0][:4]) + rank) for rank in range(3)]
    return {
        "revenu_categoriel_capital": total(of("capital"), 1),
        "revenu_categoriel_foncier": total(of("rental"), 1),
        "pensions_alimentaires_versees": total(of("alimony_paid"), -1),
        "caseP": dict.fromkeys(years, cards[0]),
        "caseF": dict.fromkeys(years, cards[1]),
    }


def _dwelling(household: Household, months: list[str]) -> dict[str, Any]:
    every = lambda value: dict.fromkeys(months, value)  # noqa: E731
    of = lambda *roles: [one.ref for one in household.members if one.role in roles]  # noqa: E731
    facts: dict[str, Any] = {
        "personne_de_reference": of("applicant"),
        "conjoint": of("partner"),
        "enfants": of("child"),
        "autres": of("other"),
        "loyer": every(household.rent or 0),
        "coloc": every(bool(household.flat_share)),
        "depcom": every(household.commune or ""),
    }
    facts["logement_conventionne"] = every(household.housing in ("social_tenant", "residence"))
    if household.housing:
        facts["statut_occupation_logement"] = every(HOUSING[household.housing])
    return facts
