"""Potential rights in the words of a page: who, what, why, how much, next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.people.models import Household, Person
from maillage.people.queries import households_of
from maillage.permissions import Actor
from maillage.rights import engine
from maillage.rights.engine import BENEFIT, BenefitExplanation, Explanation, Fact, Node
from maillage.rights.enums import Status
from maillage.rights.models import Entitlement
from maillage.rights.queries import situations
from maillage.rights.queries.claims import claims_by_household
from maillage.rights.rules import can_see_rights
from maillage.web.wording import amount, day, number

PER = {"month": "par mois", "year": "par an", "once": "en une fois", "right": ""}
NOTICE = (
    "Ces montants sont calculés par un programme, OpenFisca-France, à partir de ce qui est noté ici. Le calcul ne "
    "décide de rien\u00a0: l’organisme décide, après une demande. Vous pouvez demander les règles utilisées et comment "
    "elles s’appliquent à votre situation (code des relations entre le public et l’administration, article L311-3-1)."
)
UNEXPECTED = (
    "L’organisme regarde le trimestre qu’il a en mémoire, pas celui d’aujourd’hui.",
    "Il retient parfois une dette, un trop-perçu à rembourser ou une pension alimentaire.",
    "Les droits d’avant comptent\u00a0: une aide qui arrive fait baisser la suivante au trimestre d’après.",
    "Une situation changée en cours de mois (naissance, séparation, logement) ne compte qu’à partir du mois suivant.",
)
CONVENTIONS = {
    "recomputed": "Ce qui a été perçu les mois d’avant n’est pas connu\u00a0: le calcul le reconstitue, sans RSA.",
    "known": "Ce qui a été perçu les mois d’avant est connu et utilisé tel quel.",
    "mixed": "Ce qui a été perçu les mois d’avant est connu en partie\u00a0; le reste est reconstitué, sans RSA.",
}
_OF_HOUSEHOLD = {"union", "housing", "rent", "commune", "reference_income"}
_OF_PERSON = {
    "activity", "nationality", "permit_years", "disability_rate", "unfit_for_work", "dependency_level",
    "ass_entitled", "in_school", "scholarship",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One benefit of one household, in words."""

    code: str
    name: str
    why: str
    how_much: str
    details: tuple[str, ...]
    next_step: str
    missing: tuple[tuple[str, str, str], ...]  # label, who can tell, link to the field
    explained: BenefitExplanation

    @property
    def nodes(self) -> list[tuple[str, str, str]]:
        return [(node.label, node_words(node), node.law) for node in self.explained.why]


@dataclass(frozen=True)
class Result:
    """A household's page."""

    potential: list[Line]
    received: list[Line]
    refused: list[Line]
    missing: list[tuple[str, str, str, str]]  # label, who can tell, link, benefits that wait for it
    convention: str
    warnings: list[str]
    checked_on: date

    @property
    def probable(self) -> list[Line]:
        """Without those of which something is missing: these are told once, by what is missing."""
        return [line for line in self.potential if line.explained.result.status != Status.MISSING]


def result(household: engine.Household, explanation: Explanation, month: date) -> Result:
    lines = [_line(household, one, explanation.varied, month) for one in explanation.benefits]
    by_status: dict[str, list[Line]] = {status: [] for status in ("potential", "received", "not_entitled")}
    for line in lines:
        status = line.explained.result.status
        by_status["potential" if status in Status.values else status].append(line)
    potential = sorted(by_status["potential"], key=_effort)
    scales = [line.explained.scale for line in potential] or [one.scale for one in explanation.benefits]
    return Result(
        potential,
        by_status["received"],
        by_status["not_entitled"],
        _gathered(potential),
        CONVENTIONS[explanation.screening.convention],
        [
            f"{line.name}. {line.explained.scale.warning}"
            for line in potential
            if line.explained.scale.warning
        ],
        date.fromisoformat(min(scale.checked_on for scale in scales)),
    )


def _effort(line: Line) -> tuple[int, int]:
    status = Status.values.index(line.explained.result.status)
    return status, len(line.missing)


def _line(household: engine.Household, one: BenefitExplanation, varied: Fact, month: date) -> Line:
    missing = tuple(
        (fact.label, fact.provider, field_url(household, fact.code, month)) for fact in one.result.missing
    )
    return Line(
        one.benefit.code,
        one.benefit.name,
        _why(one),
        how_much(one),
        tuple(_details(one, varied)),
        next_step(one.result.status, one.benefit),
        missing,
        one,
    )


def _why(one: BenefitExplanation) -> str:
    """The shortest true reason: what is missing, or the first condition not met, or the resources counted."""
    if one.result.status in (Status.MISSING, Status.RANGE) and one.result.missing:
        return f"Il manque {enumerate_words([fact.label for fact in one.result.missing])}"
    refused = next((node for node in one.why if node.kind == "condition" and not node.value), None)
    if refused:
        return f"Condition non remplie\u00a0: {_lower(refused.label)} ({refused.law})"
    shown = [node for node in one.why if node.kind != "condition"][:2]
    return " ; ".join(f"{node.label}\u00a0: {node_words(node)}" for node in shown) or "Conditions remplies"


def _details(one: BenefitExplanation, varied: Fact) -> list[str]:
    result, words = one.result, []
    if result.first_quarter is not None:
        words.append(f"Les trois premiers mois\u00a0: environ {_euros(one, result.first_quarter)}.")
    if one.threshold is not None:
        words.append(f"Droit ouvert jusqu’à {amount(Decimal(one.threshold), 'par mois')} ({varied.label}).")
    if result.status == Status.ENTITLED and result.assumed:
        words.append(
            f"À confirmer\u00a0: on n’a rien noté pour {enumerate_words([f.label for f in result.assumed])}."
        )
    words.append(f"Barème en vigueur depuis le {day(date.fromisoformat(one.scale.since))}, "
                 f"vérifié au {day(date.fromisoformat(one.scale.checked_on))}.")  # fmt: skip
    if one.scale.warning:
        words.append(one.scale.warning)
    return words


def how_much(one: BenefitExplanation) -> str:
    result, benefit = one.result, one.benefit
    if result.status == "received":
        return "déjà ouverte" if benefit.unit == "right" else f"{amount(_decimal(result.received))} déclarés"
    if result.status == Status.MISSING:
        return "à calculer"
    if benefit.unit == "right":
        return "droit probable" if result.status == Status.ENTITLED else "à préciser"
    if result.status == Status.RANGE:
        return f"de {_shown(one, result.low)} à {_shown(one, result.high)} {PER[benefit.unit]}"
    return _euros(one, result.amount)


def _euros(one: BenefitExplanation, value: float | None) -> str:
    return f"{_shown(one, value)} {PER[one.benefit.unit]}"


def _shown(one: BenefitExplanation, value: float | None) -> str:
    return amount(None if value is None else _decimal(engine.estimate(one.benefit.code, value)))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def next_step(status: str, benefit: engine.Benefit) -> str:
    if status == Status.MISSING:
        return "Compléter, puis recalculer"
    if status == Status.RANGE:
        return "Compléter\u00a0: le montant en dépend"
    if "sans demande" in benefit.online:
        return f"Vérifier avec l’organisme ({benefit.body}) pourquoi elle n’est pas versée"
    return f"Lui en parler, puis demander\u00a0: {benefit.online} ({benefit.body})"


def node_words(node: Node) -> str:
    if node.kind == "condition":
        return "oui" if node.value else "non"
    value = Decimal(str(node.value or 0))
    if node.kind == "count":
        return number(value)
    return amount(value, "par mois" if node.kind == "money" else "par an")


def _gathered(lines: list[Line]) -> list[tuple[str, str, str, str]]:
    """Each missing fact once, with the benefits that wait for it; the one that settles most comes first."""
    waiting: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        for fact in line.missing:
            waiting.setdefault(fact, []).append(line.name)
    ordered = sorted(waiting.items(), key=lambda item: -len(item[1]))
    return [(*fact, ", ".join(names)) for fact, names in ordered]


def field_url(household: engine.Household, fact: str, month: date) -> str:
    """Where this fact is written."""
    if fact in _OF_HOUSEHOLD:
        return reverse("people:household_facts", args=[household.ref]) + f"#id_{fact}"
    if fact == "child_birth_date":
        return _person_url(household, "identity", "birth_date", ("child",))
    if fact == "birth_date":
        return _person_url(household, "identity", fact, ("applicant", "partner"))
    if fact in _OF_PERSON:
        return _person_url(
            household, "facts", fact, ("child",) if fact == "in_school" else ("applicant", "partner")
        )
    return reverse("people:budget", args=[household.ref])


def _person_url(household: engine.Household, page: str, fact: str, roles: tuple[str, ...]) -> str:
    concerned = [one for one in household.members if one.role in roles]
    lacking = [one for one in concerned if getattr(one, fact) is None] or concerned or list(household.members)
    return reverse(f"people:{page}", args=[lacking[0].ref]) + f"#id_{fact}"


def panel(actor: Actor, household: Household) -> dict[str, Any] | None:
    """The panel « Droits » of a household's page."""
    if not can_see_rights(actor):
        return None
    screening = situations.last_screening(actor, household)
    kept = situations.potential_rights(actor, household) if screening else []
    claimed = claims_by_household(actor, [household.pk]) if kept else {}
    left = [right for right in kept if (household.pk, right.benefit) not in claimed]
    rights = [right for right in left if right.status != Status.MISSING]
    return {
        "unsure": len(left) - len(rights),
        "household": household,
        "columns": ["Droit", "Pourquoi", ("Environ", "number")],
        "screening": screening,
        "rows": [stored_row(right) for right in rights],
        "month": timezone.localdate().replace(day=1),
    }


def person_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The same on the folder of somebody who lives in one household that the actor sees."""
    homes = households_of(actor, person)
    return panel(actor, homes[0]) if len(homes) == 1 else None


def stored_row(right: Entitlement) -> list[str]:
    """Name, why, how much, of a right that was kept."""
    benefit = BENEFIT[right.benefit]
    missing = enumerate_words([fact.label for fact in right.missing_facts])
    why = f"Il manque {missing}" if missing else "Ressources et situation connues"
    return [benefit.name, why, stored_amount(right)]


def stored_amount(right: Entitlement) -> str:
    benefit = BENEFIT[right.benefit]
    if right.status == Status.MISSING:
        return "à calculer"
    if benefit.unit == "right":
        return "droit probable" if right.status == Status.ENTITLED else "à préciser"
    if right.status == Status.RANGE:
        return f"de {_floored(right.benefit, right.low)} à {_floored(right.benefit, right.high)} {PER[benefit.unit]}"
    return f"{_floored(right.benefit, right.amount)} {PER[benefit.unit]}"


def roughly(how_much: str) -> str:
    """ "Environ 120 € par mois", "De 100 € à 150 € par mois"; without a figure, "Possible"."""
    if how_much[:1].isdigit():
        return f"Environ {how_much}"
    return f"D{how_much[1:]}" if how_much.startswith("de ") else "Possible"


def _floored(code: str, value: Decimal | None) -> str:
    return amount(None if value is None else Decimal(str(engine.estimate(code, float(value)))))


def enumerate_words(words: list[str]) -> str:
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1] if words else ""]))


def _lower(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
