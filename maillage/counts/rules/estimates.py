"""How many there were, from what was walked: plain Python that anybody may do again.

Stratified expansion. In each stratum `h`, `n` of its `N` sectors were walked in whole. Their mean times `N` is the total
of the stratum; its variance is N² (1 − n/N) s²/n, where 1 − n/N is the finite population correction: what was wholly
walked is not estimated. Totals and variances add up. The interval is Student's, with the degrees of freedom of
Satterthwaite (Cochran, Sampling Techniques, 5.4): few sectors make it wide.

Two passes. `first` and `second` meetings of two teams that did not speak to each other, `both` seen by the two: Chapman's
estimate (first + 1)(second + 1)/(both + 1) − 1 of the meetings there were.
"""

import math
from collections.abc import Sequence
from statistics import fmean, variance
from typing import NamedTuple

# fmt: off
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110,
    2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)
# fmt: on
"""97.5 % quantiles for 1 to 30 degrees of freedom; beyond, the thirtieth is kept, a little wide."""
NORMAL = 1.96
FEWEST_IN_BOTH = 5
"""Under it, Chapman's interval promises more than it holds."""


class Layer(NamedTuple):
    """A stratum: how many sectors it has, and what was counted in those walked in whole."""

    sectors: int
    counts: Sequence[int]

    @property
    def is_known(self) -> bool:
        return len(self.counts) >= self.sectors

    @property
    def total(self) -> float:
        return self.sectors * fmean(self.counts)

    @property
    def variance(self) -> float:
        if self.is_known:
            return 0.0
        walked = len(self.counts)
        return self.sectors**2 * (1 - walked / self.sectors) * variance(self.counts) / walked


class Estimate(NamedTuple):
    """Without `low` and `high`, nothing can be said of how far it is wrong: one sector walked, or all of them alike."""

    total: float
    low: float | None
    high: float | None


def extrapolated(layers: Sequence[Layer], seen: int = 0) -> Estimate | None:
    """None when a stratum has no sector walked in whole: nothing is known of it. Never less than what was `seen`."""
    used = [one for one in layers if one.sectors]
    if not used or any(not one.counts for one in used):
        return None
    total = max(sum(one.total for one in used), float(seen))
    unsure = [one for one in used if not one.is_known]
    if any(len(one.counts) < 2 for one in unsure):
        return Estimate(total, None, None)
    margin = _margin(unsure)
    if unsure and not margin:
        return Estimate(total, None, None)
    return Estimate(total, max(total - margin, float(seen)), total + margin)


def _margin(unsure: Sequence[Layer]) -> float:
    parts = [(one.variance, len(one.counts) - 1) for one in unsure if one.variance]
    whole = sum(part for part, _ in parts)
    if not whole:
        return 0.0
    freedom = whole**2 / sum(part**2 / degrees for part, degrees in parts)
    return student(freedom) * math.sqrt(whole)


def student(freedom: float) -> float:
    """Rounded down to whole degrees: the interval is never narrower than it should."""
    return STUDENT[min(max(math.floor(freedom + 1e-9), 1), len(STUDENT)) - 1]


class Capture(NamedTuple):
    """Meetings of each pass, those of both, and how many there were."""

    first: int
    second: int
    both: int
    estimate: Estimate

    @property
    def share(self) -> float | None:
        """What one pass sees of what there is, told by the other: of its meetings, those that the first had seen."""
        return self.both / self.second if self.second else None


def captured_twice(first: int, second: int, both: int) -> Capture:
    wide = (first + 1) * (second + 1)
    total = wide / (both + 1) - 1
    if both < FEWEST_IN_BOTH:
        return Capture(first, second, both, Estimate(total, None, None))
    spread = wide * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    margin = NORMAL * math.sqrt(spread)
    seen = float(first + second - both)
    return Capture(first, second, both, Estimate(total, max(total - margin, seen), total + margin))


def rounded(estimate: Estimate) -> tuple[int, int | None, int | None]:
    """As it is told: to five, to ten from a hundred on, the interval outwards. A number to the unit would look exact."""
    step = 10 if estimate.total >= 100 else 5
    low = None if estimate.low is None else math.floor(estimate.low / step) * step
    high = None if estimate.high is None else math.ceil(estimate.high / step) * step
    return round(estimate.total / step) * step, low, high
