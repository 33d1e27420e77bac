"""What I hold → what I would still have to do: plain computation over the rules of reference, nothing kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from maillage.diplomas.enums import Effect
from maillage.diplomas.models import Block, Bridge, Diploma, DiplomaVersion
from maillage.diplomas.models.base import Sourced
from maillage.diplomas.queries.diplomas import bridges, with_rules

SHARED = "Bloc commun\u00a0: vous l’avez avec le {}."
HELD = "Vous dites avoir déjà validé ce bloc."
TO_DO = "À suivre et à valider."


@dataclass(frozen=True)
class Held:
    """Rules under which diplomas were got; blocks got alone."""

    versions: tuple[DiplomaVersion, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def diplomas(self) -> set[int]:
        return {one.diploma_id for one in self.versions}

    @property
    def levels(self) -> set[int]:
        return {one.diploma.level for one in self.versions}


@dataclass(frozen=True)
class Line:
    """One block of the target. `source`: the row whose text says why."""

    name: str
    acquired: bool
    why: str
    source: Sourced
    lightened: Bridge | None = None
    hours: int | None = None


@dataclass(frozen=True)
class Result:
    """For one diploma. `version` is None when nobody enters it that day."""

    diploma: Diploma
    version: DiplomaVersion | None
    lines: tuple[Line, ...] = ()
    access: tuple[Bridge, ...] = ()
    lightenings: tuple[Bridge, ...] = ()
    whole: Bridge | None = None
    entered_again: bool = False
    opens_on: date | None = None

    @property
    def remaining(self) -> int:
        """How many blocks, those whose name is unknown included."""
        return sum(not one.acquired for one in self.lines)

    @property
    def acquired(self) -> int:
        return sum(one.acquired for one in self.lines)

    @property
    def theory_left(self) -> int | None:
        """What is acquired takes hours away only when the hours of its block are known: see `at_most`."""
        if self.version is None or self.version.theory_hours is None:
            return None
        if self.done:
            return 0
        off = sum(one.hours or 0 for one in self.lines if one.acquired)
        off += sum(one.hours or 0 for one in self._lightened)
        return max(self.version.theory_hours - off, 0)

    @property
    def at_most(self) -> bool:
        """Some hours may still be taken away that nobody told us."""
        unknown = any(one.acquired and one.hours is None for one in self.lines)
        unknown = unknown or any(one.hours is None for one in self._lightened)
        return unknown and not self.done

    @property
    def _lightened(self) -> list[Bridge]:
        """Of the whole course, then block by block."""
        return [*self.lightenings, *(one.lightened for one in self.lines if one.lightened)]

    @property
    def done(self) -> bool:
        return self.whole is not None or (bool(self.lines) and self.remaining == 0)


@dataclass(frozen=True)
class Ground:
    """The rules of reference, read once for all targets."""

    diplomas: list[Diploma]
    bridges: list[Bridge] = field(default_factory=list)


def ground(entry: date) -> Ground:
    everything = with_rules(Diploma.objects.all())
    return Ground(list(everything), [one for one in bridges(entry) if one.starts_on <= entry])


def results(held: Held, targets: Iterable[str], entry: date, read: Ground | None = None) -> list[Result]:
    """For each target code, in the order of the list of diplomas."""
    told = read or ground(entry)
    wanted = set(targets)
    return [_result(held, one, entry, told) for one in told.diplomas if one.code in wanted]


def same_level(held: Held, read: Ground, entry: date) -> list[str]:
    """Diplomas of the levels that one holds, but those: where one may change path."""
    return [
        one.code
        for one in read.diplomas
        if one.level in held.levels and one.pk not in held.diplomas and _rules(one, entry)
    ]


def _rules(diploma: Diploma, entry: date) -> DiplomaVersion | None:
    versions: list[DiplomaVersion] = list(diploma.versions.all())
    for version in versions:
        until = version.entrants_until
        if version.entrants_from <= entry and (until is None or entry <= until):
            return version
    return None


def _result(held: Held, diploma: Diploma, entry: date, told: Ground) -> Result:
    version = _rules(diploma, entry)
    if version is None:
        later = [one.entrants_from for one in diploma.versions.all() if one.entrants_from > entry]
        return Result(diploma, None, opens_on=min(later, default=None))
    mine = [one for one in told.bridges if one.to_version_id == version.pk and _from(held, one)]
    return Result(
        diploma,
        version,
        lines=tuple(_lines(held, version, mine)),
        access=tuple(_of(mine, Effect.ACCESS)),
        lightenings=tuple(one for one in _of(mine, Effect.LIGHTENING) if one.to_block_id is None),
        whole=next((one for one in _of(mine, Effect.EXEMPTION) if one.to_block_id is None), None),
        entered_again=diploma.pk in held.diplomas,
    )


def _of(found: list[Bridge], effect: str) -> list[Bridge]:
    return [one for one in found if one.effect == effect]


def _from(held: Held, bridge: Bridge) -> bool:
    if bridge.from_diploma_id is not None:
        return bridge.from_diploma_id in held.diplomas
    return bridge.from_block_id in _blocks_held(held)


def _blocks_held(held: Held) -> set[int]:
    alone = {one.pk for one in held.blocks}
    return alone | {place.block_id for one in held.versions for place in one.placed.all()}


def _lines(held: Held, version: DiplomaVersion, mine: list[Bridge]) -> list[Line]:
    places = {one.position: one for one in version.placed.all()}
    count = max([*places, version.blocks_count or 0])
    lines = []
    for position in range(1, count + 1):
        place = places.get(position)
        if place is None:
            name = f"Bloc {position}, intitulé à confirmer"
            lines.append(Line(name, acquired=False, why=TO_DO, source=version))
            continue
        lines.append(_line(held, place.block, place.theory_hours, version, mine))
    return lines


def _line(held: Held, block: Block, hours: int | None, version: DiplomaVersion, mine: list[Bridge]) -> Line:
    on_it = [one for one in mine if one.to_block_id == block.pk]
    why, source = _acquired(held, block, on_it)
    if source is not None:
        return Line(block.name, acquired=True, why=why, source=source, hours=hours)
    lightened = next(iter(_of(on_it, Effect.LIGHTENING)), None)
    return Line(block.name, acquired=False, why=TO_DO, source=version, lightened=lightened, hours=hours)


def _acquired(held: Held, block: Block, on_it: list[Bridge]) -> tuple[str, Sourced | None]:
    """Why, and the row whose text says so."""
    if any(one.pk == block.pk for one in held.blocks):
        return HELD, block
    for version in held.versions:
        if any(place.block_id == block.pk for place in version.placed.all()):
            return SHARED.format(version), block
    for bridge in _of(on_it, Effect.BLOCK) + _of(on_it, Effect.EXEMPTION):
        return bridge.says, bridge
    return "", None
