"""The budget page as one sheet: reads the boxes typed, keeps them all when something is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from maillage.people.actions import Cell
from maillage.people.budget import Total
from maillage.people.enums import CHARGES, BudgetKind, Certainty, Source
from maillage.people.models import BudgetLine, HouseholdMember
from maillage.web.fields import parse_amount
from maillage.web.wording import month as month_words
from maillage.web.wording import number

K = BudgetKind
OFTEN = (K.WAGE, K.UNEMPLOYMENT, K.SICKNESS, K.PENSION, K.OTHER_INCOME)
BENEFITS = (K.RSA, K.PPA, K.HOUSING_AID, K.AF)
CHARGED = (K.RENT, K.ENERGY, K.DEBT, K.OTHER_CHARGE)
OF_HOUSEHOLD = (
    K.RSA,
    K.PPA,
    K.HOUSING_AID,
    K.AF,
    K.CF,
    K.ASF,
    K.PAJE,
    K.CSS,
    K.RENT,
    K.ENERGY,
    K.DEBT,
    K.OTHER_CHARGE,
)
RECEIVED = (
    K.RSA,
    K.PPA,
    K.AAH,
    K.MVA,
    K.ASI,
    K.ASPA,
    K.ASS,
    K.HOUSING_AID,
    K.AF,
    K.CF,
    K.ASF,
    K.PAJE,
    K.APA,
    K.CSS,
)
LARGEST = Decimal(1_000_000)
UNREADABLE = "«\u00a0{typed}\u00a0» n’est pas un montant. Écrivez par exemple 1 234,56, ou 0, ou\u00a0? si on ne sait pas."


@dataclass
class Box:
    name: str
    label: str
    value: str = ""
    error: str = ""
    month_label: str = ""


@dataclass
class Row:
    kind: str
    label: str
    boxes: list[Box]
    source_name: str
    source: str = ""
    filled: bool = False

    @property
    def group(self) -> str:
        return (
            "Ce qui sort"
            if self.kind in CHARGES
            else "Prestations reçues"
            if self.kind in RECEIVED
            else "Ce qui entre"
        )


@dataclass
class Group:
    """What comes in, what is received, what goes out: folded on a small screen, under the total of the last month."""

    title: str
    rows: list[Row]

    @property
    def open(self) -> bool:
        return any(box.error for row in self.rows for box in row.boxes)

    @property
    def total(self) -> Total:
        last = [(row.kind, row.boxes[-1]) for row in self.rows if row.kind != K.CSS]
        said = [read_box(box.value, kind) for kind, box in last if not box.error]
        known = [amount for _, amount in said if amount is not None]
        unknown = tuple(
            kind
            for (kind, _), (certainty, _) in zip(last, said, strict=False)
            if certainty == Certainty.UNKNOWN
        )
        return Total(sum(known, Decimal()) if known else None, unknown)


@dataclass
class Section:
    """`more`: rows folded away, open when one of them is wrong."""

    title: str
    rows: list[Row] = field(default_factory=list)
    more: list[Row] = field(default_factory=list)

    @property
    def groups(self) -> list[Group]:
        return [Group(title, list(rows)) for title, rows in groupby(self.rows, key=lambda row: row.group)]

    @property
    def open(self) -> bool:
        return any(box.error for row in self.more for box in row.boxes)


class Unreadable(ValueError):
    pass


def read_box(typed: str, kind: str) -> tuple[str, Decimal | None]:
    """What somebody typed → (certainty, amount): "" nothing said, "?" unknown, "~" before an estimate, oui/non for a right."""
    text = typed.strip()
    if not text:
        return "", None
    if text in ("?", "??") or text.lower() == "on ne sait pas":
        return Certainty.UNKNOWN, None
    if kind == K.CSS and text.lower() in ("oui", "non"):
        return Certainty.KNOWN, Decimal(text.lower() == "oui")
    certainty = Certainty.ESTIMATED if text[0] in "~≈" else Certainty.KNOWN
    try:
        amount = parse_amount(text.lstrip("~≈").strip())
    except ValueError:
        raise Unreadable(UNREADABLE.format(typed=text[:30])) from None
    if amount < 0 or amount >= LARGEST or (kind == K.CSS and amount not in (0, 1)):
        raise Unreadable(_out_of_bounds(amount, kind))
    return certainty, amount


def _out_of_bounds(amount: Decimal, kind: str) -> str:
    if kind == K.CSS:
        return "Écrivez oui, non, ou\u00a0? si on ne sait pas."
    return (
        "Écrivez un montant de 0\u00a0€ ou plus."
        if amount < 0
        else "Ce montant dépasse un million d’euros. Vérifiez la virgule."
    )


def shown(line: BudgetLine | None) -> str:
    """The inverse of `read_box`."""
    if line is None:
        return ""
    if line.amount is None:
        return "?"
    if line.kind == K.CSS:
        return "oui" if line.amount else "non"
    return ("~ " if line.certainty == Certainty.ESTIMATED else "") + number(line.amount)


class BudgetSheet:
    """`lines`: what is stored for these months; `data`: the POST, or None. Valid when `errors` is empty."""

    def __init__(
        self,
        members: list[HouseholdMember],
        months: list[date],
        lines: list[BudgetLine],
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.members, self.months, self.data = members, months, data
        self.stored = {(line.person_id, line.month, line.kind): line for line in lines}
        self.errors: dict[str, tuple[str, str]] = {}
        self.sections = [self._section(member) for member in members]
        self.cells = self._changed() if data is not None else []

    def version(self) -> int:
        typed = (self.data or {}).get("version", "")
        return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else 0

    @property
    def source(self) -> str:
        chosen = (self.data or {}).get("source", "")
        return chosen if chosen in Source.values else Source.DECLARED

    def _section(self, member: HouseholdMember) -> Section:
        section = Section(member.person.full_name)
        first = member.role == "applicant" or not self.members or member is self.members[0]
        for kind in sorted(BudgetKind, key=lambda one: (one in CHARGES, one in RECEIVED)):
            if kind in OF_HOUSEHOLD and not first and not self._said(member.person_id, kind):
                continue
            row = self._row(member, kind)
            usual = kind in OFTEN[:2] or (first and kind in (*OFTEN, *BENEFITS, *CHARGED))
            adult = member.role in ("applicant", "partner")
            (section.rows if row.filled or (usual and adult) else section.more).append(row)
        return section

    def _said(self, person_id: UUID, kind: str) -> bool:
        return any((person_id, month, kind) in self.stored for month in self.months)

    def _row(self, member: HouseholdMember, kind: BudgetKind) -> Row:
        boxes = [self._box(member, kind, month) for month in self.months]
        source_name = f"source-{member.person_id}-{kind}"
        chosen = (self.data or {}).get(source_name, "")
        label = kind.label[0].upper() + kind.label[1:]
        return Row(kind, label, boxes, source_name, chosen, any(box.value or box.error for box in boxes))

    def _box(self, member: HouseholdMember, kind: BudgetKind, month: date) -> Box:
        name = f"b-{member.person_id}-{kind}-{month:%Y-%m}"
        label = f"{kind.label}, {member.person.full_name}, {month_words(month)}"
        stored = shown(self.stored.get((member.person_id, month, kind)))
        typed = stored if self.data is None else self.data.get(name, stored)
        error = self._error(typed, kind)
        if error:
            self.errors[name] = (label, error)
        return Box(name, label, typed, error, month_words(month).split()[0])

    def _error(self, typed: str, kind: str) -> str:
        try:
            read_box(typed, kind)
        except Unreadable as error:
            return str(error)
        return ""

    def _changed(self) -> list[Cell]:
        """Boxes that say something else than what is stored, or whose line's source was chosen."""
        changed = []
        for member, section in zip(self.members, self.sections, strict=True):
            for row in (*section.rows, *section.more):
                for box, month in zip(row.boxes, self.months, strict=True):
                    if not box.error:
                        changed += self._cell(member, row, box, month)
        return changed

    def _cell(self, member: HouseholdMember, row: Row, box: Box, month: date) -> list[Cell]:
        stored = self.stored.get((member.person_id, month, row.kind))
        certainty, amount = read_box(box.value, row.kind)
        same = (certainty, amount) == ((stored.certainty, stored.amount) if stored else ("", None))
        chosen = row.source if row.source in Source.values else ""
        if same and (not stored or not chosen or chosen == stored.source):
            return []
        return [Cell(member.person_id, month, row.kind, certainty, amount, chosen or self.source)]
