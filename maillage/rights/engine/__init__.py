"""The rights engine: what a household could claim, and why. The only importer of OpenFisca.

Importing this package loads nothing of OpenFisca; `warm_up()` does (some seconds, done before forking).
"""

ENGINE_VERSION = "1.1"

from .benefits import BENEFIT, BENEFITS, CODES, Benefit  # noqa: E402
from .columns import Columns, columns_from_arrays, columns_from_households  # noqa: E402
from .explain import BenefitExplanation, Explanation, Node, TraceStep, explain  # noqa: E402
from .facts import FACTS, Fact, facts_of  # noqa: E402
from .projection import Change, Projection, net_minimum_wage, project  # noqa: E402
from .results import CONVENTIONS, STATUSES, BenefitResult, ResultColumns, Screening, estimate  # noqa: E402
from .scales import Scale, scale_of, stale_benefits  # noqa: E402
from .screening import screen, screen_columns  # noqa: E402
from .situation import KINDS, BudgetLine, Household, Member  # noqa: E402
from .system import versions, warm_up  # noqa: E402

__all__ = [
    "BENEFIT", "BENEFITS", "CODES", "CONVENTIONS", "ENGINE_VERSION", "FACTS", "KINDS", "STATUSES",
    "Benefit", "BenefitExplanation", "BenefitResult", "BudgetLine", "Change", "Columns", "Explanation", "Fact",
    "Household", "Member", "Node", "Projection", "ResultColumns", "Scale", "Screening", "TraceStep",
    "columns_from_arrays", "columns_from_households", "estimate", "explain", "facts_of",
    "net_minimum_wage", "project", "scale_of", "screen", "screen_columns", "stale_benefits", "versions", "warm_up",
]  # fmt: skip
