"""The potential rights of a caseload, what is simplest to open first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from maillage.directory.models import Territory
from maillage.people.models import Household, HouseholdMember, Person
from maillage.people.rules import open_attachments
from maillage.permissions import Actor
from maillage.permissions.once import once_a_page
from maillage.rights.enums import Change, Scope
from maillage.rights.models import Entitlement, Run, Screening

PAGE, FEW = 25, 1000


def as_one_list(keys: Iterable[UUID]) -> RawSQL | list[UUID]:
    """Identifiers as one parameter: PostgreSQL takes 65,535 at most. None of them: nothing is asked."""
    found = list(keys)
    return RawSQL("SELECT unnest(%s::uuid[])", [found]) if found else found


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; "" and None narrow nothing."""

    month: date
    benefit: str = ""
    status: str = ""
    commune: str = ""
    change: str = ""  # with `since`: rights that appeared, moved or went from this moment on
    since: Any = None
    cause: str = ""  # rights that this moved

    def narrow(self, rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
        rows = self._changed(rows.filter(month=self.month))
        for name, value in (("benefit", self.benefit), ("status", self.status)):
            rows = rows.filter(**{name: value}) if value else rows
        if self.commune:
            there = Household.objects.filter(commune=self.commune).values_list("pk", flat=True)
            rows = rows.filter(household_id__in=as_one_list(there))  # a list: see `applicants`
        if self.cause:
            why = Screening.objects.filter(month=self.month, cause=self.cause)
            rows = rows.filter(household_id__in=as_one_list(why.values_list("household_id", flat=True)))
        return rows

    def _changed(self, rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
        if self.change:
            return rows.filter(change=self.change, found_at__gte=self.since)
        return rows.exclude(change=Change.SAME if self.cause else Change.GONE)


def caseload(actor: Actor, filters: Filters) -> QuerySet[Entitlement]:
    """Potential rights of the households that this actor may open, what is simplest to open first."""
    rows = filters.narrow(Entitlement.objects.visible_to(actor))
    return rows.order_by("effort", "household_id", "benefit")


class Key(NamedTuple):
    """Where a page of the list begins: after this row, or before it."""

    effort: int
    household: UUID
    benefit: str

    def __str__(self) -> str:
        return f"{self.effort}.{self.household}.{self.benefit}"

    @classmethod
    def parse(cls, text: str) -> Key | None:
        try:
            effort, household, benefit = text.split(".")
            return cls(
                int(effort) if abs(int(effort)) < 10_000 else 0,
                UUID(household),
                benefit[:20].replace("\0", ""),
            )
        except ValueError:
            return None


class Page(NamedTuple):
    rows: list[Entitlement]
    after: Key | None
    before: Key | None


def page_of(rows: QuerySet[Entitlement], after: Key | None = None, before: Key | None = None) -> Page:
    """Twenty-five rows by keyset; `after` and `before` of the answer lead to the next and the previous page."""
    if before and not after:
        found = list(_beyond(rows, before, "lt").reverse()[: PAGE + 1])
        shown, more_before, more_after = found[:PAGE][::-1], len(found) > PAGE, True
    else:
        found = list((_beyond(rows, after, "gt") if after else rows)[: PAGE + 1])
        shown, more_before, more_after = found[:PAGE], after is not None, len(found) > PAGE
    ends = [Key(row.effort, row.household_id, row.benefit) for row in shown]
    return Page(shown, ends[-1] if ends and more_after else None, ends[0] if ends and more_before else None)


def _beyond(rows: QuerySet[Entitlement], key: Key, way: str) -> QuerySet[Entitlement]:
    later = Q(**{f"effort__{way}": key.effort})
    later |= Q(effort=key.effort) & Q(**{f"household_id__{way}": key.household})
    later |= Q(effort=key.effort, household_id=key.household) & Q(**{f"benefit__{way}": key.benefit})
    return rows.filter(later)


def counts_by_benefit(rows: QuerySet[Entitlement]) -> dict[tuple[str, str], int]:
    """(benefit, status) → how many rights."""
    counted = rows.order_by().values_list("benefit", "status").annotate(number=Count("*"))
    return {(benefit, status): number for benefit, status, number in counted}


def applicants(actor: Actor, households: Iterable[UUID]) -> dict[UUID, str]:
    """Household → its applicant's name, for those whose own file the actor may open.

    Two queries by identifiers: in a join, row security would be searched anew for each row.
    """
    members: QuerySet[HouseholdMember] = HouseholdMember.objects.visible_to(actor)
    rows = members.filter(household_id__in=as_one_list(households), role="applicant", until__isnull=True)
    places = dict(rows.values_list("household_id", "person_id"))
    persons: QuerySet[Person] = Person.objects.visible_to(actor)
    names = {row.pk: row.full_name for row in persons.filter(pk__in=as_one_list(places.values()))}
    return {household: names[person] for household, person in places.items() if person in names}


def applicant_id(actor: Actor, household: UUID) -> UUID | None:
    """The applicant, when the actor may open their own file."""
    members: QuerySet[HouseholdMember] = HouseholdMember.objects.visible_to(actor)
    here = members.filter(household_id=household, role="applicant", until__isnull=True).values("person_id")
    return Person.objects.visible_to(actor).filter(pk__in=here).values_list("pk", flat=True).first()


def runs(actor: Actor) -> QuerySet[Run]:
    rows: QuerySet[Run] = Run.objects.visible_to(actor)
    return rows.select_related("job").order_by("-started_at")


def last_run(actor: Actor) -> Run | None:
    """The last one over the actor's own households; that of a territory counts others, out of sight."""
    return runs(actor).exclude(scope=Scope.TERRITORY).first()


def changes_since(actor: Actor, month: date, since: datetime) -> dict[str, int]:
    """Rights of the actor's households that appeared, moved or went from this moment on, by change."""
    rows: QuerySet[Entitlement] = Entitlement.objects.visible_to(actor).filter(month=month)
    counted = rows.filter(found_at__gte=since).exclude(change=Change.SAME)
    return dict(counted.values_list("change").annotate(number=Count("*")))


def concerned(actor: Actor, month: date, cause: str) -> int:
    """How many of the actor's households have rights that this moved."""
    rows = Filters(month, cause=cause).narrow(Entitlement.objects.visible_to(actor))
    return rows.values("household_id").distinct().count()


def screened_count(actor: Actor, month: date) -> int:
    rows: QuerySet[Screening] = Screening.objects.visible_to(actor)
    return _of_few(actor, rows, "household_id").filter(month=month).count()


def caseload_size(actor: Actor) -> int:
    few = _few(actor)
    return _caseload(actor).count() if few is None else len(few)


def _caseload(actor: Actor) -> QuerySet[Any, Any]:
    """Ids of the actor's households, read from what opens them: from the households, a whole territory's would be read."""
    opened = open_attachments(actor).filter(household__isnull=False)
    return opened.order_by().values_list("household_id", flat=True).distinct()


@once_a_page
def _few(actor: Actor) -> list[UUID] | None:
    """The same ids, unless they are many."""
    ids = list(_caseload(actor)[: FEW + 1])
    return ids if len(ids) <= FEW else None


def _of_few(actor: Actor, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Rows of the actor's households, these named one by one while they are few: else PostgreSQL reads everybody's."""
    few = _few(actor)
    return rows if few is None else rows.filter(**{f"{column}__in": few})


def communes(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the communes where the actor's households live."""
    households: QuerySet[Household] = Household.objects.visible_to(actor)
    placed = _of_few(actor, households, "pk").exclude(commune="")
    codes = placed.order_by("commune").values_list("commune", flat=True).distinct()
    names = dict(Territory.objects.communes().filter(code__in=list(codes)).values_list("code", "name"))
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])
