"""One's own account of a year: its lines with why, its total; what is proposed next."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.training.enums import Effect
from maillage.training.models import (
    AccountLine,
    Adoption,
    Contest,
    Declaration,
    KindRule,
    RuleVersion,
    Session,
)
from maillage.training.queries.rulebook import current_themes
from maillage.training.queries.sessions import Room, rooms, sessions
from maillage.training.rules import HOLDING, Account, Decided, Fact, account

MOST_PROPOSED = 6


class Told(NamedTuple):
    """A line, what its rule made of it, and what was said when it was contested."""

    line: AccountLine
    decided: Decided
    contest: Contest | None


class Year(NamedTuple):
    year: int
    told: list[Told]
    account: Account
    version: RuleVersion
    adoption: Adoption | None


def rule_at(structure_id: int | None, day: date) -> tuple[RuleVersion, Adoption | None]:
    """Which version decides there that day; without adoption, the account is only indicative."""
    found = rows_of("training_rule(%s::bigint, %s::date)", structure_id, day)[0]
    adoption = Adoption.objects.select_related("structure", "territory").filter(pk=found.adoption_id).first()
    return RuleVersion.objects.get(pk=found.version_id), adoption


def lines(actor: Actor) -> QuerySet[AccountLine]:
    rows: QuerySet[AccountLine] = AccountLine.objects.visible_to(actor)
    return rows.select_related(
        "version", "adoption", "session", "declaration", "contest", "structure", "user"
    )


def year_of(actor: Actor, year: int) -> Year:
    """One's own, wherever one worked that year."""
    own = list(lines(actor).filter(user=actor.user_id, year=year))
    today = timezone.localdate()
    day = min(today, date(year, 12, 31))
    version, adoption = rule_at(actor.structure_id, day)
    found = account(facts(own), version.hours_a_day, version.days)
    decided = {one.key: one for one in found.decided}
    told = [Told(one, decided[one.pk], getattr(one, "contest", None)) for one in own]
    return Year(year, told, found, version, adoption)


def facts(listed: list[AccountLine]) -> list[Fact]:
    versions = {one.version_id for one in listed}
    rules = {(one.version_id, one.kind): one for one in KindRule.objects.filter(version__in=versions)}
    return [_fact(one, rules[one.version_id, one.kind]) for one in listed]


def _fact(line: AccountLine, rule: KindRule) -> Fact:
    contest = getattr(line, "contest", None)
    told = (line.pk, line.kind, line.first_on, line.hours, rule.effect, rule.why, rule.cap_hours)
    return Fact(*told, contest.state if contest else "")


def years(actor: Actor) -> list[int]:
    """This one, and those where something was done, last first."""
    own = AccountLine.objects.visible_to(actor).filter(user=actor.user_id)
    return sorted({timezone.localdate().year, *own.values_list("year", flat=True)}, reverse=True)


def declarations(actor: Actor) -> QuerySet[Declaration]:
    rows: QuerySet[Declaration] = Declaration.objects.visible_to(actor)
    return rows.select_related("user", "structure", "theme", "answered_by")


def contests(actor: Actor) -> QuerySet[Contest]:
    rows: QuerySet[Contest] = Contest.objects.visible_to(actor)
    return rows.select_related(
        "user", "structure", "answered_by", "line", "line__version", "line__structure", "line__adoption"
    )


def proposed(actor: Actor) -> list[tuple[Session, Room, list[str]]]:
    """Sessions still open that would count, with a seat for who works there; first those on themes of the programme that
    one was never trained on. [(session, room, its themes not covered)]"""
    today = timezone.localdate()
    version, _ = rule_at(actor.structure_id, today)
    kinds = version.kinds.exclude(effect=Effect.NOT).values("kind")
    rows = sessions(actor).filter(
        published_at__isnull=False,
        cancelled_on=None,
        asks_until__gte=today,
        starts_on__gt=today,
        kind__in=kinds,
    )
    asked = Session.objects.filter(
        registrations__user=actor.user_id, registrations__state__in=("asked", "agreed")
    )
    listed = list(rows.exclude(pk__in=asked).prefetch_related("tags__theme")[:50])
    room, missing = rooms(actor, listed), not_covered(actor)
    found = [
        (one, room[one.pk], [t.theme.title for t in one.tags.all() if t.theme_id in missing])
        for one in listed
    ]
    with_seats = [one for one in found if one[1].free is None or one[1].free > 0]
    return sorted(with_seats, key=lambda one: not one[2])[:MOST_PROPOSED]


def not_covered(actor: Actor) -> set[int]:
    """Themes of today's programmes on which one has no line."""
    own = AccountLine.objects.visible_to(actor).filter(user=actor.user_id)
    done = set(own.filter(session__isnull=False).values_list("session__tags__theme", flat=True))
    done |= set(own.filter(declaration__isnull=False).values_list("declaration__theme", flat=True))
    return set(current_themes().values_list("pk", flat=True)) - done


def rule_of(line: AccountLine) -> KindRule:
    """What its version says of its kind."""
    found: KindRule = KindRule.objects.select_related("version").get(version=line.version_id, kind=line.kind)
    return found


def is_answered_there(row: Contest) -> bool:
    """Somebody else than who asked may answer."""
    held = Membership.objects.current(timezone.localdate()).filter(
        structure=row.structure_id, role__in=HOLDING
    )
    return held.exclude(user=row.user_id).exists()
