"""What a night says: what was counted, what was covered, how many there may have been. Read from the lines, in a few queries.

Counted: the first pass alone, without lines struck or said to be doubles. The second pass of a sector measures what one
pass misses; it adds nothing, or sectors walked twice would weigh more than the others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.counts.enums import ANSWERS, Ask, Contact, Shape, Stratum, Walked
from maillage.counts.models import Night, Round, Sector, Sighting
from maillage.counts.queries.doubles import decisions
from maillage.counts.queries.nights import lines as lines_of
from maillage.counts.queries.nights import rounds as rounds_of
from maillage.counts.queries.nights import sectors as sectors_of
from maillage.counts.rules import Capture, Estimate, Layer, captured_twice, extrapolated
from maillage.permissions import Actor

MINORS = "minors"
UNTOLD = ""


@dataclass(frozen=True)
class SectorResult:
    sector: Sector
    walked: str
    persons: int
    households: int
    capture: Capture | None


@dataclass(frozen=True)
class Result:
    """Persons, by answer. Ages count minors apart; the other answers are of a household."""

    night: Night
    sectors: list[SectorResult]
    shapes: dict[str, int]
    contacts: dict[str, int]
    answers: dict[str, dict[str, int]]
    persons: int
    households: int
    estimate: Estimate | None

    @property
    def captures(self) -> list[Capture]:
        return [one.capture for one in self.sectors if one.capture]

    @property
    def capture(self) -> Capture | None:
        """All sectors walked twice together."""
        told = self.captures
        first, second, both = (
            sum(getattr(one, name) for one in told) for name in ("first", "second", "both")
        )
        return captured_twice(first, second, both) if told else None

    def covered(self, stratum: str) -> tuple[int, int]:
        """Of how many sectors, those walked in whole."""
        those = [one for one in self.sectors if one.sector.stratum == stratum]
        return len(those), sum(one.walked == Walked.WHOLE for one in those)


def results(actor: Actor, row: Night) -> Result:
    known, walked = sectors_of(row), rounds_of(row)
    told = [one for one in lines_of(actor, row) if not one.struck_at]
    same = {pair for pair, answer in decisions(row).items() if answer}
    passes = {one.pk: one.round.again for one in told}
    doubles = {second for first, second in same if passes.get(first) == passes.get(second)}
    counted = [one for one in told if one.pk not in doubles]
    first = [one for one in counted if not one.round.again]
    found = [_sector(one, walked, counted, same) for one in known]
    return Result(
        night=row,
        sectors=found,
        shapes=_sums(Shape.values, ((one.shape, one.persons) for one in first)),
        contacts=_sums(Contact.values, ((one.contact, one.persons) for one in first)),
        answers={asked: _answers(Ask(asked), first) for asked in row.asked},
        persons=sum(one.persons for one in first),
        households=len(first),
        estimate=_estimate(found),
    )


def _sector(
    sector: Sector, walked: list[Round], lines: list[Sighting], same: set[tuple[int, int]]
) -> SectorResult:
    here = [one for one in lines if one.round.sector_id == sector.pk]
    first = [one for one in here if not one.round.again]
    said = {one.again: one.walked for one in walked if one.sector_id == sector.pk}
    twice = said.get(True) == said.get(False) == Walked.WHOLE
    capture = _capture(first, [one for one in here if one.round.again], same) if twice else None
    persons = sum(one.persons for one in first)
    return SectorResult(sector, said.get(False, ""), persons, len(first), capture)


def _capture(first: list[Sighting], second: list[Sighting], same: set[tuple[int, int]]) -> Capture:
    """A meeting of one pass is at most one meeting of the other."""
    ours, theirs = {one.pk for one in first}, {one.pk for one in second}
    met: set[int] = set()
    both = 0
    for pair in sorted(same):
        if len(ours.intersection(pair)) == len(theirs.intersection(pair)) == 1 and not met.intersection(pair):
            met.update(pair)
            both += 1
    return captured_twice(len(first), len(second), both)


def _sums(listed: Iterable[str], told: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for answer, persons in told:
        found[answer] += persons
    return {one: found[one] for one in listed}


def _answers(asked: Ask, lines: list[Sighting]) -> dict[str, int]:
    """In persons of the households that answered; what was not told is told apart. Minors are apart from the ages of adults."""
    listed = [*ANSWERS[asked].values, UNTOLD]
    if asked != Ask.AGE:
        return _sums(listed, ((getattr(one, asked), one.persons) for one in lines))
    adults = ((one.age, one.persons - one.minors) for one in lines)
    return {MINORS: sum(one.minors for one in lines)} | _sums(listed, adults)


def _estimate(found: list[SectorResult]) -> Estimate | None:
    """From the sectors that were to be walked, and were in whole: one walked beside the plan was not chosen
    blindly, and counts as the others when all were walked."""
    layers = []
    for stratum in Stratum.values:
        those = [one for one in found if one.sector.stratum == stratum]
        whole = [one for one in those if one.walked == Walked.WHOLE]
        drawn = whole if len(whole) == len(those) else [one for one in whole if one.sector.sampled]
        layers.append(Layer(len(those), [one.persons for one in drawn]))
    return extrapolated(layers, seen=sum(one.persons for one in found))
