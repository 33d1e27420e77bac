"""Who is asked: accounts of a role on a territory, members of a committee, addresses; how they answered, by territory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.consultations.enums import Level
from maillage.consultations.models import Invitation, Questionnaire
from maillage.consultations.rules import hidden, is_small
from maillage.directory.models import Territory
from maillage.governance.models import Committee
from maillage.governance.queries import members_on
from maillage.governance.queries.convocations import addresses

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Guest:
    """Somebody to invite."""

    email: str
    name: str = ""
    territory: Territory | None = None
    user_id: int | None = None


def at_level(place: Territory | None, level: str) -> Territory | None:
    """The territory of that level where a commune lies."""
    if place is None or place.kind == level:
        return place
    above = {Level.EPCI: place.epci, Level.DEPARTEMENT: place.departement, Level.REGION: place.region}
    return above.get(Level(level))


def accounts_of(role: str, place: Territory | None, level: str) -> list[Guest]:
    """Open accounts that hold this role today, in a structure of the territory; one each."""
    rows = Membership.objects.current(timezone.localdate()).filter(role=role, user__is_active=True)
    if place is not None:
        inside = Q(structure__commune=place)
        for field in ("epci", "departement", "region"):
            inside |= Q(**{f"structure__commune__{field}": place})
        rows = rows.filter(inside)
    parents = [f"structure__commune__{field}" for field in ("epci", "departement", "region")]
    found: dict[int, Guest] = {}
    for one in rows.select_related("user", "structure__commune", *parents).order_by("pk"):
        where = at_level(one.structure.commune, level)
        found.setdefault(one.user_id, Guest(one.user.email, one.user.get_full_name(), where, one.user_id))
    return list(found.values())


def members_of(committee: Committee) -> list[Guest]:
    """Who sits there today and has an address."""
    seated = list(members_on(committee, timezone.localdate()).select_related("user"))
    emails = addresses(seated)
    return [Guest(emails[one.pk], one.name, None, one.user_id) for one in seated if one.pk in emails]


def invitations(row: Questionnaire) -> QuerySet[Invitation]:
    return Invitation.objects.filter(questionnaire=row).select_related("territory")


def to_send(row: Questionnaire) -> QuerySet[Invitation]:
    return invitations(row).filter(sent_at=None, answered=False, left_out_at=None)


def to_remind(row: Questionnaire) -> QuerySet[Invitation]:
    """Neither who answered, nor who asked for no more mail, nor who had one within a week."""
    lately = timezone.now() - A_WEEK
    silent = invitations(row).filter(sent_at__lte=lately, answered=False, left_out_at=None)
    return silent.filter(Q(reminded_at=None) | Q(reminded_at__lte=lately))


@dataclass(frozen=True)
class Rate:
    """Invited and answered in one territory. `answered` None: fewer than five, or hidden so that they can't be guessed."""

    name: str
    invited: int
    answered: int | None

    @property
    def share(self) -> int | None:
        return None if self.answered is None else round(100 * self.answered / self.invited)


def rates(row: Questionnaire) -> list[Rate]:
    """By territory in the order of their names, which are read after: there are fewer of them than of invitations."""
    rows = Invitation.objects.filter(questionnaire=row).order_by().values_list("territory_id")
    told = {
        one: counts
        for one, *counts in rows.annotate(invited=Count("*"), told=Count("pk", filter=Q(answered=True)))
    }
    places = Territory.objects.filter(pk__in=[pk for pk in told if pk]).order_by("name", "pk")
    named = [*places.values_list("pk", "name"), *([(None, "Sans territoire")] if None in told else [])]
    return _hidden((name, *told[pk]) for pk, name in named)


def _hidden(rows: Iterable[tuple[str, int, int]]) -> list[Rate]:
    listed = list(rows)
    counts = [told for _, _, told in listed]
    away = set(range(len(counts))) if is_small(sum(counts)) else hidden(counts)
    return [
        Rate(name, invited, None if place in away else told)
        for place, (name, invited, told) in enumerate(listed)
    ]
