"""From the rows of a table to households, one by one.

Two passes: the first notes how many rows each household has (one small entry per household), the second keeps
the rows of a household until it has them all. A sorted file thus needs one household in memory at a time; a
shuffled one needs at most its own rows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from maillage.sheets.cells import Cell, CellError, CommuneCheck, Reader, Value, is_blank, read_reference
from maillage.sheets.columns import Column, Scope
from maillage.sheets.consistency import faults, warnings
from maillage.sheets.mapping import split_code
from maillage.sheets.records import BudgetRecord, HouseholdRecord, LineError, MemberRecord
from maillage.sheets.table import FileError, Row, Table
from maillage.sheets.words import shown

MOST_MEMBERS = 40
MOST_KNOWN = 10_000


@dataclass(frozen=True)
class Place:
    """Where a column stands in the rows. `month` is set for a column of one month.

    `known`: cells already read, since a column says the same few things again and again.
    """

    index: int
    header: str
    column: Column
    month: str | None
    known: dict[tuple[type, Cell], Value | None] = field(default_factory=dict, compare=False)

    def read(self, reader: Reader, cell: Cell) -> Value | None:
        """The value of the cell, as `Reader.read` gives it."""
        key = (type(cell), cell)
        if key not in self.known:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[key] = reader.read(self.column, cell)
        return self.known[key]


@dataclass
class Parsed:
    """One row, read: values by fact, amounts by kind and month (month None: each month of the period)."""

    line: int
    household: dict[str, Value] = field(default_factory=dict)
    member: dict[str, Value] = field(default_factory=dict)
    amounts: dict[tuple[str, str | None], Decimal] = field(default_factory=dict)
    errors: list[LineError] = field(default_factory=list)


def read_households(
    table: Table,
    mapping: Mapping[str, str | None],
    months: Sequence[str],
    check_commune: CommuneCheck | None = None,
    today: dt.date | None = None,
) -> Iterator[HouseholdRecord | LineError]:
    """Households in the order in which they are complete; a LineError for each reason to refuse one.

    `mapping`: header → code, as `suggest_mapping` gives it. `months`: `2026-08`…, those that an amount
    without a month stands for. Raises FileError, first of all, when mapping or file cannot be used.
    """
    places = _places(table, mapping)
    reader = Reader(today or dt.date.today(), check_commune)
    reading = Reading(places, reader, tuple(months))
    remaining = Counter(ref for row in table.rows() if (ref := reading.household_ref(row)))
    return reading.households(table.rows(), remaining)


def _places(table: Table, mapping: Mapping[str, str | None]) -> list[Place]:
    places: list[Place] = []
    for index, header in enumerate(table.headers):
        if code := mapping.get(header):
            places.append(_place(index, header, code))
    codes = [(place.column.code, place.month) for place in places]
    for place in places:
        if codes.count((place.column.code, place.month)) > 1:
            raise FileError(
                f"Deux colonnes du fichier sont prises pour « {place.column.header} » : n'en gardez qu'une."
            )
    if ("household.ref", None) not in codes:
        raise FileError(
            "La colonne « foyer » manque : elle dit quelles personnes vivent ensemble. Ajoutez-la, avec le "
            "même repère sur toutes les lignes d'un foyer."
        )
    return places


def _place(index: int, header: str, code: str) -> Place:
    try:
        return Place(index, header, *split_code(code))
    except KeyError:
        raise FileError(
            f"La colonne « {header} » est reliée à une donnée inconnue : choisissez de nouveau."
        ) from None


class Reading:
    """The second pass over one file."""

    def __init__(self, places: list[Place], reader: Reader, months: tuple[str, ...]) -> None:
        self.places = [place for place in places if place.column.code != "household.ref"]
        self.ref_place = next(place for place in places if place.column.code == "household.ref")
        self.reader = reader
        self.months = months
        self.persons: dict[str, int] = {}

    def household_ref(self, row: Row) -> str | None:
        """The ref of the household, None when it is blank or unreadable."""
        try:
            return self._read_ref(row)
        except CellError:
            return None

    def _read_ref(self, row: Row) -> str | None:
        cell: Cell = row.cells[self.ref_place.index]
        return None if is_blank(cell) else read_reference(cell)

    def households(
        self, rows: Iterator[Row], remaining: Counter[str]
    ) -> Iterator[HouseholdRecord | LineError]:
        open_households: dict[str, list[Row]] = {}
        for row in rows:
            ref = self.household_ref(row)
            if ref is None:
                yield self._orphan(row)
                continue
            open_households.setdefault(ref, []).append(row)
            remaining[ref] -= 1
            if not remaining[ref]:
                yield from self._household(ref, open_households.pop(ref))

    def _orphan(self, row: Row) -> LineError:
        cell = row.cells[self.ref_place.index]
        sentence = row.fault or "Le repère du foyer manque : indiquez à quel foyer appartient cette personne."
        try:
            self._read_ref(row)
        except CellError as error:
            sentence = row.fault or error.sentence
        return LineError(
            row.line, self.ref_place.header, shown("" if cell is None else cell), sentence, (row.line,)
        )

    def _household(self, ref: str, rows: list[Row]) -> Iterator[HouseholdRecord | LineError]:
        lines = tuple(row.line for row in rows)
        if len(rows) > MOST_MEMBERS:
            yield LineError(
                lines[0],
                self.ref_place.header,
                shown(ref),
                f"Ce foyer aurait {len(rows)} personnes : vérifiez la colonne « {self.ref_place.header} ».",
                lines,
            )
            return
        parsed = [self._parse(row) for row in rows]
        errors = [error for row in parsed for error in row.errors]
        record = None if errors else self._record(ref, parsed, errors)
        if record and not errors:
            yield record
        for error in errors:
            yield LineError(error.line, error.column, error.value, error.sentence, lines)

    def _parse(self, row: Row) -> Parsed:
        parsed = Parsed(row.line)
        if row.fault:
            parsed.errors.append(LineError(row.line, "", "", row.fault))
            return parsed
        for place in self.places:
            cell = row.cells[place.index]
            if cell is None or cell == "":
                continue
            try:
                value = place.read(self.reader, cell)
            except CellError as error:
                parsed.errors.append(LineError(row.line, place.header, shown(cell), error.sentence))
                continue
            if value is not None:
                _keep(parsed, place, value)
        return parsed

    def _record(self, ref: str, rows: list[Parsed], errors: list[LineError]) -> HouseholdRecord | None:
        """The household; None, with the reasons added to `errors`, when its rows do not agree."""
        errors += self._disagreements(rows)
        members = tuple(self._member(ref, rank, row, len(rows)) for rank, row in enumerate(rows, 1))
        errors += self._already_seen(members, rows)
        if errors:
            return None
        facts = {fact: value for row in reversed(rows) for fact, value in row.household.items()}
        budget = tuple(
            line for row, member in zip(rows, members, strict=True) for line in self._budget(row, member)
        )
        lines = tuple(row.line for row in rows)
        facts |= {"ref": ref}
        record = HouseholdRecord(members=members, budget=budget, lines=lines, **facts)  # type: ignore[arg-type]
        errors += faults(record)
        found = warnings(record, self.reader.today)
        return replace(record, warnings=found) if found else record

    def _disagreements(self, rows: list[Parsed]) -> Iterator[LineError]:
        """A fact of the household that two of its lines give differently."""
        said: dict[str, Value] = {}
        for row in rows:
            for fact, value in row.household.items():
                if said.setdefault(fact, value) != value:
                    header = next(
                        place.header
                        for place in self.places
                        if place.column.scope is Scope.HOUSEHOLD and place.column.fact == fact
                    )
                    yield LineError(
                        row.line,
                        header,
                        shown(value),
                        "Les lignes de ce foyer ne disent pas la même chose : mettez la même valeur partout, "
                        "ou ne la laissez que sur la première ligne.",
                    )

    def _member(self, ref: str, rank: int, row: Parsed, size: int) -> MemberRecord:
        """Without a ref of its own a member takes the household's and its rank. Alone, it applies."""
        facts = dict(row.member)
        facts.setdefault("ref", f"{ref}/{rank}")
        facts.setdefault("role", "applicant" if size == 1 else "")
        return MemberRecord(**facts)  # type: ignore[arg-type]

    def _already_seen(self, members: Sequence[MemberRecord], rows: list[Parsed]) -> Iterator[LineError]:
        for member, row in zip(members, rows, strict=True):
            first = self.persons.setdefault(member.ref, row.line)
            if first != row.line:
                yield LineError(
                    row.line,
                    "personne",
                    shown(member.ref),
                    f"Cette personne est déjà à la ligne {first} : chaque personne a son propre repère.",
                )

    def _budget(self, row: Parsed, member: MemberRecord) -> Iterator[BudgetRecord]:
        """Amounts by month: that of a month wins over that of every month."""
        by_month = {
            (kind, month): amount
            for (kind, each), amount in row.amounts.items()
            if each is None
            for month in self.months
        }
        by_month |= {(kind, month): amount for (kind, month), amount in row.amounts.items() if month}
        return (
            BudgetRecord(member.ref, month, kind, amount)
            for (kind, month), amount in sorted(by_month.items())
        )


def _keep(parsed: Parsed, place: Place, value: Value) -> None:
    if place.column.scope is Scope.HOUSEHOLD:
        parsed.household[place.column.fact] = value
    elif place.column.scope is Scope.MEMBER:
        parsed.member[place.column.fact] = value
    else:
        amount = value if isinstance(value, Decimal) else Decimal(value is True)
        parsed.amounts[place.column.fact, place.month] = amount
