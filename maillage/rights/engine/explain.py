"""Why: one household explained, benefit by benefit, with what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .benefits import BENEFIT, Benefit
from .budget import KIND, WINDOW
from .columns import Columns, columns_from_households
from .facts import FACT, FACTS, Fact
from .inputs import Inputs
from .kernel import Kernel
from .months import label, month_number, serial
from .reasons import REASONS, Reason
from .results import BenefitResult, Screening
from .scales import Scale, scale_of
from .screening import reference_quarter, screen
from .situation import INCOME_KINDS, Household
from .system import PERIODS

INCOMES_TRIED = np.arange(0, 4001, 20)
Value = float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """One reason. `value`: bool for a condition, € (`money` a month, `yearly` a year) or a count."""

    label: str
    kind: str
    value: Value
    law: str


@dataclass(frozen=True, slots=True)
class BenefitExplanation:
    result: BenefitResult
    benefit: Benefit
    why: tuple[Node, ...]
    threshold: float | None  # entitled up to this much a month of `Explanation.varied`
    certainty: str
    to_settle: tuple[Fact, ...]
    scale: Scale


@dataclass(frozen=True, slots=True)
class TraceStep:
    variable: str
    period: str
    value: str
    depth: int


@dataclass(frozen=True, slots=True)
class Explanation:
    screening: Screening
    varied: Fact  # the resource that thresholds are about, of the applicant
    benefits: tuple[BenefitExplanation, ...]
    trace: tuple[TraceStep, ...]

    def __getitem__(self, code: str) -> BenefitExplanation:
        return next(each for each in self.benefits if each.benefit.code == code)


def explain(household: Household, month: str, *, trace: bool = False) -> Explanation:
    """Explain one household: about three simulations, one more with the trace."""
    (screening,) = screen([household], month)
    columns = columns_from_households([household])
    number = serial(month_number(month))
    kernel = _computed(columns, number)
    kind = main_resource(columns, kernel)
    thresholds = _thresholds(columns, number, kind)
    benefits = tuple(
        _explain(result, kernel, thresholds[row], month) for row, result in enumerate(screening.benefits)
    )
    steps = tuple(_trace(columns, number)) if trace else ()
    return Explanation(screening, FACTS[FACT[kind]], benefits, steps)


def _computed(columns: Columns, month: int) -> Kernel:
    kernel = Kernel(Inputs(columns, month))
    kernel.run()
    return kernel


def _explain(
    result: BenefitResult, kernel: Kernel, threshold: float | None, month: str
) -> BenefitExplanation:
    benefit = BENEFIT[result.code]
    why = tuple(_node(reason, kernel) for reason in REASONS[result.code])
    to_settle = result.missing or result.assumed
    shown = threshold if benefit.varies_with_income and result.status != "missing" else None
    scale = scale_of(benefit, month)
    return BenefitExplanation(result, benefit, why, shown, certainty(result), to_settle, scale)


def certainty(result: BenefitResult) -> str:
    """One sentence for the worker and the person."""
    asked = " ; ".join(f"{fact.label} (à demander à {fact.provider})" for fact in result.missing)
    if result.status == "missing":
        return f"Il manque : {asked}."
    if result.status == "range":
        return f"Le résultat dépend de ce qui reste à connaître : {asked}."
    if result.status == "received":
        return "Déjà perçu : montant déclaré, montré à part."
    if result.assumed:
        supposed = ", ".join(fact.label for fact in result.assumed)
        return f"À confirmer : rien n’est noté pour {supposed}, et le calcul le compte pour rien ou l’estime."
    return "Tout ce que demande le calcul est connu."


def _node(reason: Reason, kernel: Kernel) -> Node:
    value = _parameter(reason, kernel) if "." in reason.source else _variable(reason, kernel)
    if reason.kind == "condition":
        return Node(reason.label, reason.kind, value > 0, reason.law)
    return Node(reason.label, reason.kind, round(max(value, 0.0), 2), reason.law)


def _parameter(reason: Reason, kernel: Kernel) -> float:
    system = kernel.simulation.tax_benefit_system
    node = system.get_parameters_at_instant(PERIODS.month(kernel.inputs.month).start)
    for name in reason.source.split("."):
        node = getattr(node, name)
    return float(node)


def _variable(reason: Reason, kernel: Kernel) -> float:
    """Of the applicant's family, or of the adult concerned (the highest of the two)."""
    window = kernel.inputs.window
    positions = reference_quarter(kernel.inputs.month) if reason.over_quarter else (WINDOW - 1,)
    found = [_value(kernel, reason.source, window[position]) for position in positions]
    if reason.kind == "condition":
        return float(max(found))
    return sum(found) / len(found)


def _value(kernel: Kernel, name: str, month: int) -> float:
    variable = kernel.simulation.tax_benefit_system.get_variable(name)
    values = np.asarray(kernel.simulation.calculate(name, PERIODS.month(month)))
    if variable.entity.is_person:
        return float(values[kernel.inputs.columns.role <= 1].max())
    return float(values[0])


def main_resource(columns: Columns, kernel: Kernel) -> str:
    """The kind of income of which the applicant has most; the wage when there is none."""
    applicant = int(np.nonzero(columns.role == 0)[0][0])
    means = {kind: kernel.inputs.budget.series(kind).mean()[applicant] for kind in INCOME_KINDS}
    del means["alimony_paid"]
    best = max(means, key=lambda kind: means[kind])
    return best if means[best] > 0 else "wage"


def _thresholds(columns: Columns, month: int, kind: str) -> list[float | None]:
    """By benefit: the highest monthly amount of this resource with which the household is still entitled.

    One simulation of as many copies of the household as amounts tried; None when no amount tried opens the right, or
    when all of them do.
    """
    copies = columns.take(np.zeros(len(INCOMES_TRIED), dtype=np.intp))
    kernel = _computed(_with_income(copies, month, kind), month)
    entitled = kernel.amounts() > 0
    return [_highest(row) for row in entitled]


def _highest(entitled: NDArray[np.bool_]) -> float | None:
    if entitled.all() or not entitled.any():
        return None
    return float(INCOMES_TRIED[np.nonzero(entitled)[0][-1]])


def _with_income(columns: Columns, month: int, kind: str) -> Columns:
    """Each copy with its own amount of the resource, every month of the window, for the applicant."""
    applicants = np.nonzero(columns.role == 0)[0]
    mine = np.isin(columns.line_member, applicants) & (columns.line_kind == KIND[kind])
    months = [int(label(each).replace("-", "")) for each in range(month - WINDOW + 1, month + 1)]
    kept = {
        name: getattr(columns, name)[~mine]
        for name in ("line_member", "line_month", "line_kind", "line_amount")
    }
    added: dict[str, Any] = {
        "line_member": np.repeat(applicants, WINDOW),
        "line_month": np.tile(months, len(applicants)),
        "line_kind": np.full(len(applicants) * WINDOW, KIND[kind]),
        "line_amount": np.repeat(INCOMES_TRIED, WINDOW),
    }
    joined = {name: np.concatenate([old, added[name].astype(old.dtype)]) for name, old in kept.items()}
    return replace(columns, **joined)


def _trace(columns: Columns, month: int) -> Iterator[TraceStep]:
    """Every step of the calculation, in the order it was made."""
    kernel = Kernel(Inputs(columns, month))
    kernel.simulation.trace = True
    kernel.run()
    kernel.amounts()
    for tree in kernel.simulation.tracer.trees:
        yield from _steps(tree, 0)


def _steps(node: Any, depth: int) -> Iterator[TraceStep]:
    value = np.asarray(node.value)
    yield TraceStep(node.name, str(node.period), " · ".join(str(item) for item in value.tolist()), depth)
    for child in node.children:
        yield from _steps(child, depth + 1)
