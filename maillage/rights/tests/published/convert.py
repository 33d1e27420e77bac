"""From a case of OpenFisca-France's own test suite to a household of ours, in the JSON that `maillage screen` reads.

What the case leaves out has the package's default: no income, French, no disability, no dwelling. A variable that a
folder does not ask for is either put as a household that amounts to the same (`NOTES`), or a reason to leave the case.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass, field
from typing import Any

from maillage.rights.engine.inputs import TAXABLE_OF_NET, TAXABLE_SHARE
from maillage.rights.engine.months import label, month_number, serial

BENEFITS = {
    "rsa": "rsa", "ppa": "ppa", "aah": "aah", "asi": "asi", "aspa": "aspa", "aide_logement": "housing_aid",
}  # fmt: skip
ACTIVITY = {
    "actif": "employed", "chomeur": "unemployed", "etudiant": "student", "retraite": "retired", "inactif": "inactive",
}  # fmt: skip
HOUSING = {
    "locataire_vide": "private_tenant", "locataire_meuble": "furnished_tenant", "locataire_hlm": "social_tenant",
    "locataire_foyer": "residence", "proprietaire": "owner", "primo_accedant": "buyer",
    "loge_gratuitement": "hosted", "sans_domicile": "homeless",
}  # fmt: skip
OF_TRIAL = "34172"  # a commune of a département where the quarter M-4 to M-2 was tried
COMMUNE = {"zone_1": "93066", "zone_2": "37261", "zone_3": "32013"}
# variable → kind of budget line, what one euro of it makes of ours
INCOMES = {
    "salaire_net": ("wage", 1.0), "salaire_imposable": ("wage", 1 / TAXABLE_OF_NET),
    "remuneration_apprenti": ("wage", 1.0), "chomage_imposable": ("unemployment", 1.0),
    "retraite_imposable": ("pension", 1.0), "asi_aspa_base_ressources_individu": ("pension", 1.0),
    "rpns_imposables": ("self_employment", 1.0), "revenu_categoriel_capital": ("capital", 1.0),
}  # fmt: skip
RECEIVED = {"rsa": "rsa", "paje": "paje", "aide_logement": "housing_aid"}
EVERY_MONTH = ("rpns_imposables", "revenu_categoriel_capital")  # of the year N-2: taken as those of today
COUNTED = {"wage": TAXABLE_OF_NET * TAXABLE_SHARE, "unemployment": TAXABLE_SHARE, "pension": TAXABLE_SHARE}
WITHOUT_EFFECT = {
    "charges_locatives", "ppa_eligibilite", "en_couple", "af_nbenf", "maries", "personne_de_reference", "conjoint",
    "enfants", "parents", "declarants", "personnes_a_charge",
}  # fmt: skip
NOTES = {
    "asi_aspa_base_ressources_individu": "les ressources comptées sont écrites comme une pension de retraite",
    "aspa_eligibilite": "l’éligibilité donnée est remplacée par l’âge ou l’inaptitude",
    "asi_eligibilite": "l’éligibilité donnée est remplacée par une incapacité, une retraite et 61 ans",
    "aah_eligible": "l’éligibilité donnée est remplacée par un taux de 80 %",
    "rpns_imposables": "le revenu d’indépendant de N-2 est écrit comme celui d’aujourd’hui",
    "revenu_categoriel_capital": "le revenu de placements de N-2 est écrit comme celui d’aujourd’hui",
    "departement_experimentation_rsa": "le département d’expérimentation est celui de la commune",
    "caseP": "la carte d’invalidité est écrite comme un taux de 80 %, sans AAH perçue",
}
NOT_ASKED = {
    "logement_crous": "le logement du Crous n’est pas demandé à part",
    "frais_reels": "les frais réels ne sont pas demandés",
    "rsa_jeune_condition_heures_travail_remplie": "les heures travaillées en trois ans ne sont pas demandées",
    "effectif_entreprise": "la prime de partage de la valeur n’est pas demandée",
}
CENT = 0.01  # a pension there is, that changes nothing
SMALL_EXPENSES = 450  # real expenses under the lowest flat deduction change nothing


class NotExpressible(Exception):
    """Why a folder cannot say this."""


@dataclass
class Converted:
    household: dict[str, Any]
    expect: dict[str, float]
    notes: list[str] = field(default_factory=list)


def convert(case: dict[str, Any], ref: str) -> Converted:
    """Raises NotExpressible, with the reason in French."""
    return _Conversion(case, ref).result()


def month_of(case: dict[str, Any]) -> str:
    return str(case["period"]).removeprefix("month:")


def _one_group(entities: dict[str, Any], *names: str) -> dict[str, Any]:
    """The facts of the first group of a kind, whether named or not."""
    found = next((entities[name] for name in names if name in entities), {})
    nested = [value for value in found.values() if isinstance(value, dict) and not _is_dated(value)]
    return nested[0] if nested and len(nested) == len(found) else found


def _is_dated(value: dict[Any, Any]) -> bool:
    return all(str(key)[:4].isdigit() or str(key).startswith("month:") for key in value)


class _Conversion:
    def __init__(self, case: dict[str, Any], ref: str) -> None:
        self.case, self.ref, self.month = case, ref, month_of(case)
        self.now = serial(month_number(self.month))
        given = case["input"]
        entities = {"familles", "famille", "individus", "menages", "menage", "foyers_fiscaux", "foyer_fiscal"}
        self.people = given.get("individus") or {"personne": given}
        flat = {} if entities & set(given) else given
        self.family = _one_group(given, "familles", "famille") or {"parents": ["personne"]}
        self.tax = _one_group(given, "foyers_fiscaux", "foyer_fiscal")
        self.home = _one_group(given, "menages", "menage")
        self.facts = [*self.people.values(), self.family, self.tax, self.home] if not flat else [given]
        self.apart = len(given.get("foyers_fiscaux", ())) > 1
        self.notes: list[str] = []

    def result(self) -> Converted:
        self._refuse_what_is_not_asked()
        parents, children = self._names("parents"), self._names("enfants")
        roles = dict(zip(parents, ("applicant", "partner"), strict=False)) | dict.fromkeys(children, "child")
        members = [self._member(name, role, self.people[name]) for name, role in roles.items()]
        self._add_of_family(members[0])
        household = {
            "ref": self.ref, **self._dwelling(), "reference_income": self._reference_income(), "members": members,
        }  # fmt: skip
        if len(parents) == 2:
            household["union"] = "cohabiting" if self.apart and not self.family.get("maries") else "married"
        return Converted(household, self._expected(), self.notes)

    def _names(self, key: str) -> list[str]:
        names = self.family.get(key, [])
        return [names] if isinstance(names, str) else list(names)

    def _refuse_what_is_not_asked(self) -> None:
        for facts in self.facts:
            for name, value in facts.items():
                values = self._by_month(value)
                if name == "frais_reels" and max(values.values()) < SMALL_EXPENSES:
                    continue
                if name in NOT_ASKED and any(values.values()):
                    raise NotExpressible(NOT_ASKED[name])
                if name in NOTES and any(values.values()) and NOTES[name] not in self.notes:
                    self.notes.append(NOTES[name])

    def _by_month(self, value: Any) -> dict[str, Any]:
        """Period → value; a scalar is that of the month of the case."""
        if isinstance(value, list):
            raise_for = [one for one in value if isinstance(one, int | float) and not isinstance(one, bool)]
            if len(raise_for) > 1:
                raise NotExpressible("le cas décrit plusieurs personnes à la fois")
            return {self.month: value}
        dated = value if isinstance(value, dict) else {self.month: value}
        found: dict[str, Any] = {}
        for period, one in dated.items():
            if isinstance(one, list):
                raise NotExpressible(NOT_ASKED["effectif_entreprise"])
            found |= _spread(str(period), _number(one))
        return found

    def _at_month(self, facts: dict[str, Any], name: str, default: Any = None) -> Any:
        if name not in facts:
            return default
        values = self._by_month(facts[name])
        return values.get(self.month, values.get(self.month[:4], default))

    def _member(self, name: str, role: str, facts: dict[str, Any]) -> dict[str, Any]:
        member: dict[str, Any] = {
            "ref": f"{self.ref}-{name}",
            "role": role,
            "birth_date": self._born(role, facts),
        }
        adult = role != "child"
        rate = self._at_month(facts, "taux_incapacite", 0) * 100
        card = adult and any(self._by_month(self.tax.get("caseP", False)).values())
        pensioner = "asi_aspa_base_ressources_individu" in facts
        if facts.get("aah_eligible") or card or facts.get("asi_eligibilite"):
            rate = 80
        member |= {"nationality": "french", "disability_rate": rate, "activity": self._activity(facts)}
        if not adult:
            return member | {"in_school": True, "shared_custody": False}
        if pensioner:
            member["activity"] = "retired"
        member["unfit_for_work"] = bool(facts.get("aspa_eligibilite"))
        member["scholarship"] = bool(self._at_month(facts, "boursier", False))
        member["ass_entitled"] = bool(self._at_month(facts, "ass_precondition_remplie", False))
        member["taxed_alone"] = bool(self.apart and self.family.get("maries"))
        return member | {"pregnant": False, "dependency_level": 6, "budget": self._budget(role, facts)}

    def _born(self, role: str, facts: dict[str, Any]) -> str:
        if "date_naissance" in facts:
            value = facts["date_naissance"]
            return str(next(iter(value.values())) if isinstance(value, dict) else value)
        age = self._at_month(facts, "age", 5 if role == "child" else 40)
        if facts.get("aspa_eligibilite") and age < 62:
            age = 66
        if facts.get("asi_eligibilite"):
            age = 61
        return f"{int(self.month[:4]) - age}-01-01"

    def _activity(self, facts: dict[str, Any]) -> str:
        if self._at_month(facts, "etudiant", False):
            return "student"
        if "remuneration_apprenti" in facts:
            return "apprentice"
        if "rpns_imposables" in facts:
            return "self_employed"
        return ACTIVITY[self._at_month(facts, "activite", "inactif")]

    def _budget(self, role: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
        kinds = dict.fromkeys(
            ("wage", "self_employment", "unemployment", "sickness", "pension", "disability_pension",
             "alimony_received", "alimony_paid", "capital", "rental", "other_income")
        )  # fmt: skip
        amounts: dict[str, dict[str, float]] = {kind: {} for kind in kinds}
        for name in (set(facts) | (set(self.tax) if role == "applicant" else set())) & set(INCOMES):
            kind, ratio = INCOMES[name]
            for month, amount in self._months_of(name, facts.get(name, self.tax.get(name))).items():
                amounts[kind][month] = max(amounts[kind].get(month, 0), amount * ratio)
        return [line for kind, by_month in amounts.items() for line in self._lines(kind, by_month)]

    def _months_of(self, name: str, value: Any) -> dict[str, float]:
        values = self._by_month(value)
        if name in EVERY_MONTH:
            mean = sum(values.values()) / len(values)
            return dict.fromkeys(self._window(), mean)
        if name == "asi_aspa_base_ressources_individu":
            return dict.fromkeys(self._window(), max(values.values()) or CENT)
        return values

    def _window(self) -> list[str]:
        return [label(one) for one in range(self.now - 15, self.now + 1)]

    def _lines(self, kind: str, by_month: dict[str, float]) -> list[dict[str, Any]]:
        if not any(by_month.values()):
            return [{"kind": kind, "amount": 0}]
        return [
            {"kind": kind, "month": month, "amount": round(by_month.get(month, 0), 2)}
            for month in self._window()
        ]

    def _add_of_family(self, applicant: dict[str, Any]) -> None:
        if any(self._by_month(self.tax.get("caseP", False)).values()):
            applicant["budget"] += [{"kind": "aah", "month": month, "amount": 0} for month in self._window()]
        for name, kind in RECEIVED.items():
            if name in self.family:
                months = self._by_month(self.family[name])
                applicant["budget"] += [
                    {"kind": kind, "month": month, "amount": amount} for month, amount in sorted(months.items())
                    if month < self.month
                ]  # fmt: skip

    def _dwelling(self) -> dict[str, Any]:
        home = self.home
        housing = HOUSING.get(self._at_month(home, "statut_occupation_logement", ""), "homeless")
        if housing == "private_tenant" and self._at_month(home, "logement_conventionne", False):
            housing = "social_tenant"
        zone = self._at_month(home, "zone_apl", self.case["output"].get("zone_apl", "zone_2"))
        commune = str(self._at_month(home, "depcom", COMMUNE[zone]))
        if self._at_month(self.family, "departement_experimentation_rsa", False):
            commune = OF_TRIAL
        return {
            "housing": housing, "rent": self._at_month(home, "loyer", 0), "flat_share": False,
            "commune": COMMUNE[zone] if commune.endswith("000") else commune,  # a postcode
        }  # fmt: skip

    def _reference_income(self) -> float:
        """Of the year N-2, as the tax notice would say it."""
        year, total = str(int(self.month[:4]) - 2), 0.0
        for name, (kind, ratio) in INCOMES.items():
            for facts in self.facts:
                if name in facts:
                    values = self._by_month(facts[name])
                    counted = sum(amount for month, amount in values.items() if month.startswith(year))
                    total += counted * ratio * COUNTED.get(kind, 1.0)
        return round(total, 2)

    def _expected(self) -> dict[str, float]:
        expected = {}
        for name, code in BENEFITS.items():
            if name in self.case["output"]:
                value = self.case["output"][name]
                value = value[self.month] if isinstance(value, dict) else value
                people = name in ("aah", "asi") and isinstance(value, list)
                each = [_number(one) for one in value] if isinstance(value, list) else [_number(value)]
                expected[code] = round(sum(each) if people else each[0], 2)
        if not expected:
            raise NotExpressible("aucune de nos prestations n’est attendue")
        return expected


def _spread(period: str, value: Any) -> dict[str, Any]:
    if len(period) == 4 and isinstance(value, float | int) and not isinstance(value, bool):
        return {f"{period}-{month:02d}": value / 12 for month in range(1, 13)}
    if len(period) == 4:
        return {f"{period}-{month:02d}": value for month in range(1, 13)}
    return {period: value}


_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def _number(value: Any) -> Any:
    """The suite writes some amounts as sums to do: "(10881.75 - 8000)/12"."""
    if not isinstance(value, str) or not any(sign in value for sign in "*/"):
        return value
    return _computed(ast.parse(value, mode="eval").body)


def _computed(node: Any) -> float:
    if isinstance(node, ast.BinOp):
        return float(_OPERATORS[type(node.op)](_computed(node.left), _computed(node.right)))
    return float(ast.literal_eval(node))
