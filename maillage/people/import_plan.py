"""What an import does with each household of a file, and why. The trial and the import ask the same plan."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from maillage.people.names import fold
from maillage.sheets import HouseholdRecord, LineError, LineWarning, MemberRecord

Issue: TypeAlias = LineError | LineWarning
Identity: TypeAlias = tuple[str, date]
"""Folded first and last names, date of birth: what makes two persons of a file "already there"."""

Outcome = Literal["create", "already", "refused"]
LONGEST_NAME = 100
LARGEST_AMOUNT = Decimal("9999999.99")
MOST_LINES = 2_000

SEEN = "Toutes les personnes de ce foyer sont déjà dans vos personnes (même nom, même date de naissance)."
REPEATED = (
    "Toutes les personnes de ce foyer sont déjà plus haut dans ce fichier (même nom, même date de naissance)."
)
SKIPPED = " Il ne sera pas créé une seconde fois."
CREATED = " Vous avez choisi de le créer quand même."
LOOKS_LIKE = (
    "Cette personne est peut-être déjà dans vos personnes ou dans ce fichier (même nom, même date de naissance). "
    "Après l’import, comparez les deux fiches."
)
LONG_NAME = f"Ce nom dépasse {LONGEST_NAME} caractères : raccourcissez-le."
BIG_AMOUNT = "Ce montant dépasse 9 999 999,99 € : vérifiez-le."
ROUNDED = "Ce nombre n’est pas entier : il sera repris sans sa partie décimale."


class Told(NamedTuple):
    """A line of the report. `kind`: "created", "refused" or "warning"; `line` is that of the file, from 1."""

    kind: str
    line: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A household of the file, or a stray line: what becomes of it. `record` is there when it is to be created."""

    outcome: Outcome
    lines: tuple[int, ...]
    issues: tuple[Issue, ...] = ()
    record: HouseholdRecord | None = None


def plan(
    found: Iterable[HouseholdRecord | LineError], known: set[Identity], twice: bool = False
) -> Iterator[Planned]:
    """Decide in the order of the file. `known`: identities already in the actor's sight.

    `twice`: create even the households whose persons are all known already.
    """
    seen = set(known)
    for lines, group in groupby(found, key=lambda one: one.lines):
        reasons = list(group)
        first = reasons[0]
        if isinstance(first, HouseholdRecord):
            yield _decide(first, known, seen, twice)
        else:
            yield Planned("refused", lines, tuple(one for one in reasons if isinstance(one, LineError)))


def _decide(record: HouseholdRecord, known: set[Identity], seen: set[Identity], twice: bool) -> Planned:
    faults = tuple(_faults(record))
    if faults:
        return Planned("refused", record.lines, faults)
    identities = [identity_of(member) for member in record.members]
    already = all(one in seen for one in identities)
    told = _already(record, all(one in known for one in identities), twice) if already else ()
    if already and not twice:
        return Planned("already", record.lines, told)
    alike = () if already else _alike(record, identities, seen)
    seen.update(one for one in identities if one)
    return Planned("create", record.lines, (*record.warnings, *_rounded(record), *told, *alike), record)


def identity_of(member: MemberRecord) -> Identity | None:
    """None when something of it is unknown: nobody is then said to be somebody else."""
    if not (member.first_name and member.last_name and member.birth_date):
        return None
    return identity(member.first_name, member.last_name, member.birth_date)


def identity(first_name: str, last_name: str, birth_date: date) -> Identity:
    return f"{_folded(first_name)} {_folded(last_name)}", birth_date


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(name)


def _already(record: HouseholdRecord, in_sight: bool, twice: bool) -> tuple[LineWarning, ...]:
    sentence = (SEEN if in_sight else REPEATED) + (CREATED if twice else SKIPPED)
    return (LineWarning(record.lines[0], "", "", sentence),)


def _alike(
    record: HouseholdRecord, identities: list[Identity | None], seen: set[Identity]
) -> tuple[LineWarning, ...]:
    return tuple(
        LineWarning(line, "nom", printable(f"{member.first_name} {member.last_name}"), LOOKS_LIKE)
        for line, member, one in zip(record.lines, record.members, identities, strict=True)
        if one in seen
    )


def _faults(record: HouseholdRecord) -> Iterator[LineError]:
    """What the file may say and our tables cannot hold."""
    line_of = {}
    for line, member in zip(record.lines, record.members, strict=True):
        line_of[member.ref] = line
        for column, name in (("prenom", member.first_name), ("nom", member.last_name)):
            if name and len(name) > LONGEST_NAME:
                yield LineError(line, column, printable(name), LONG_NAME, record.lines)
    for column, amount in (("loyer", record.rent), ("revenu_fiscal", record.reference_income)):
        if amount and amount > LARGEST_AMOUNT:
            yield LineError(record.lines[0], column, str(amount), BIG_AMOUNT, record.lines)
    for one in record.budget:
        if one.amount > LARGEST_AMOUNT:
            yield LineError(line_of[one.member], one.kind, str(one.amount), BIG_AMOUNT, record.lines)


def _rounded(record: HouseholdRecord) -> Iterator[LineWarning]:
    for line, member in zip(record.lines, record.members, strict=True):
        for column, value in (
            ("taux_incapacite", member.disability_rate),
            ("annees_titre_sejour", member.permit_years),
        ):
            if value and value % 1:
                yield LineWarning(line, column, str(value), ROUNDED)


def told(one: Planned) -> Iterator[Told]:
    """What the report says of a household: that it is to be created, then what is to be corrected or looked at."""
    if one.record:
        yield Told("created", one.lines[0], "", printable(one.record.ref), _composition(one.record))
    for issue in one.issues:
        kind = "refused" if isinstance(issue, LineError) else "warning"
        yield Told(kind, issue.line, issue.column, issue.value, issue.sentence)


def _composition(record: HouseholdRecord) -> str:
    amounts = f", {_plural(len(record.budget), 'montant')}" if record.budget else ""
    return f"Foyer à créer : {_plural(len(record.members), 'personne')}{amounts}."


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def printable(value: object, longest: int = 80) -> str:
    """Text of a file as it may be shown and stored: one line, no control character, short."""
    text = "".join(char if char.isprintable() else " " for char in str(value)[: longest + 1])
    return text if len(text) <= longest else text[: longest - 1] + "…"


def tally(counts: Counter[str], planned: Iterable[Planned]) -> None:
    """Add up households, persons, budget lines, households already there and refused, errors, warnings, lines."""
    for one in planned:
        counts["lines"] += len(one.lines)
        counts[one.outcome] += 1
        counts["errors"] += sum(isinstance(issue, LineError) for issue in one.issues)
        counts["warnings"] += sum(isinstance(issue, LineWarning) for issue in one.issues)
        if one.record:
            counts["persons"] += len(one.record.members)
            counts["budget"] += len(one.record.budget)


def batches(planned: Iterable[Planned], most: int = MOST_LINES) -> Iterator[list[Planned]]:
    """Groups of whole households, at most `most` lines of the file each."""
    batch: list[Planned] = []
    size = 0
    for one in planned:
        if batch and size + len(one.lines) > most:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one.lines)
    if batch:
        yield batch
