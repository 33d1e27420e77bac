"""Rounds worked out from their inputs, and what they give in words and numbers that anybody may read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from maillage.directory.rules.counts import hidden
from maillage.matching.acceptance import Matched, Verdict, matched
from maillage.matching.leftovers import shared
from maillage.permissions import Actor
from maillage.placements.models import Placement, Run, Seed, Session, Trace
from maillage.placements.queries.inputs import CODE, Inputs, digest, inputs

GIVEN, REFUSED, NONE_OPEN, NONE_LEFT = "given", "refused", "none_open", "none_left"
"""Verdicts of the second round: a place; not asked for; none left is open to them; others needed what was."""
HIDDEN = -1
COLUMNS = ("premier vœu", "vœu suivant", "place non demandée", "sans place")


class Given(NamedTuple):
    """What a round gave to one student. `rank`: in their own list."""

    number: int
    seat: int | None
    rank: int | None
    steps: list[dict[str, Any]]


class Round(NamedTuple):
    """`before`: who had a place already, from the first round."""

    given: list[Given]
    found: Inputs
    before: list[Given] = []

    @property
    def outputs(self) -> str:
        return digest(sorted((one.number, one.seat) for one in self.given))


def seed_of(session: Session) -> str:
    """Empty before the close: nobody reads it."""
    row = Seed.objects.filter(session=session).first()
    return row.secret if row else ""


def first_round(session: Session) -> Round:
    found = inputs(session, seed_of(session))
    result = matched(found.asked)
    return Round([_first(result, number) for number in found.takers], found)


def _first(result: Matched, number: int) -> Given:
    steps = [_told(step) for step in result.trace(number)]
    seat = result.places[number]
    rank = len(steps) if seat is not None else None
    return Given(number, seat, rank, steps)


def _told(step: Any) -> dict[str, Any]:
    told = {"s": step.place, "v": step.verdict.value}
    if step.verdict is Verdict.BARRED:
        told["r"] = step.rule
    if step.before:
        told["b"] = {str(criterion): many for criterion, many in sorted(step.before.items())}
    return told


def second_round(session: Session) -> Round:
    """From the first one worked out again, so that it too is replayed from the rows alone."""
    first = first_round(session)
    found = first.found
    taken = Counter(one.seat for one in first.given if one.seat is not None)
    left = {key: one.place.seats - taken[key] for key, one in found.offered.items()}
    left = {key: free for key, free in left.items() if free > 0}
    without = [one.number for one in first.given if one.seat is None]
    willing = found.open_to((one for one in without if one in found.others), left)
    chosen = shared(willing, left, found.seed)
    given = [_second(number, willing.get(number), chosen.get(number)) for number in without]
    return Round(given, found, [one for one in first.given if one.seat is not None])


def _second(number: int, open_to: dict[int, int] | None, seat: int | None) -> Given:
    if open_to is None:
        return Given(number, None, None, [{"v": REFUSED}])
    if seat is None:
        return Given(number, None, None, [{"v": NONE_LEFT if open_to else NONE_OPEN}])
    return Given(number, seat, None, [{"s": seat, "v": GIVEN, "km": open_to[seat], "n": len(open_to)}])


def worked_out(session: Session, number: int) -> Round:
    return first_round(session) if number == 1 else second_round(session)


def differences(run: Run, again: Round) -> list[str]:
    """In words; none: the same inputs gave the same result."""
    digests = again.found.digests
    told = [
        f"ce qui est entré a changé\u00a0: {name}"
        for name in digests
        if digests[name] != run.digests.get(name)
    ]
    if run.code != CODE:
        told.append(f"le calcul a changé de version\u00a0: {run.code} alors, {CODE} maintenant")
    if run.outputs != again.outputs:
        told.append("le résultat n’est pas le même")
    return told


def figures(result: Round, number: int) -> dict[str, Any]:
    """Of the whole session so far, by diploma and by département of the student: counts that name nobody. The small ones are
    hidden; so that two rounds do not tell them by difference, only the last one is shown."""
    told: dict[str, dict[str, list[int]]] = {"diploma": {}, "territory": {}}
    columns = [(one, _column(one, 1)) for one in result.before]
    for one, column in columns + [(one, _column(one, number)) for one in result.given]:
        taker = result.found.takers[one.number]
        for kind, key in (("diploma", taker.diploma), ("territory", str(taker.departement or ""))):
            told[kind].setdefault(key, [0] * len(COLUMNS))[column] += 1
    return {kind: masked(rows) for kind, rows in told.items()}


def _column(one: Given, number: int) -> int:
    if one.seat is None:
        return 3
    if number == 2:
        return 2
    return 0 if one.rank == 1 else 1


def masked(rows: dict[str, list[int]]) -> dict[str, list[int]]:
    """`HIDDEN` for what could be recognised, or worked out from a sum of its row or of its column."""
    names, cells = sorted(rows), {(n, m) for n, row in enumerate(rows.values()) for m in range(len(row))}
    table = [rows[name] for name in names]
    out: set[tuple[int, int]] = set()
    before = None
    while before != len(out):
        before = len(out)
        out |= {(n, m) for n, row in enumerate(table) for m in _hidden(row, {m for k, m in out if k == n})}
        for m in range(len(table[0]) if table else 0):
            column = [row[m] for row in table]
            out |= {(n, m) for n in _hidden(column, {n for n, k in out if k == m})}
    assert out <= cells
    return {
        name: [HIDDEN if (n, m) in out else many for m, many in enumerate(table[n])]
        for n, name in enumerate(names)
    }


def _hidden(counts: Sequence[int], already: set[int]) -> set[int]:
    """As `directory.rules.counts.hidden`, when some are hidden already: one hidden alone would be worked out."""
    found = hidden(counts) | already
    if len(found) == 1:
        others = sorted((count, place) for place, count in enumerate(counts) if place not in found and count)
        found |= {place for _, place in others[:1]}
    return found


def made(actor: Actor, session: Session) -> QuerySet[Run]:
    rows: QuerySet[Run] = Run.objects.visible_to(actor)
    return rows.filter(session=session)


def runs(session: Session) -> dict[int, Run]:
    return {one.number: one for one in Run.objects.filter(session=session)}


def traces(candidate_id: int) -> list[Trace]:
    return list(Trace.objects.filter(candidate=candidate_id).select_related("run").order_by("run__number"))


def living(session: Session) -> Any:
    """Places that are held now."""
    return Placement.objects.filter(session=session, ended_at=None)


def free_seats(session: Session, found: Inputs) -> dict[int, int]:
    taken = Counter(living(session).values_list("seat_id", flat=True))
    return {
        key: one.place.seats - taken[key]
        for key, one in found.offered.items()
        if one.place.seats > taken[key]
    }
