"""The committee that arbitrates a session: which ones may be named, its meetings, its decisions and what they settled."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from maillage.governance.enums import KEEPING, CommitteeKind, ItemNature
from maillage.governance.models import AgendaItem, Committee, Decision, Gathering, Presence
from maillage.governance.queries import committees, present_counts, standing
from maillage.governance.rules import Count, can_keep
from maillage.governance.rules.access import duties_of
from maillage.permissions import Actor
from maillage.placements.models import Arbitration, Session
from maillage.placements.rules import can_run

OTHER_WORK = (CommitteeKind.ETHICS, CommitteeKind.CASES, CommitteeKind.JURY)


def arbitrating(actor: Actor) -> QuerySet[Committee]:
    """Those whose secretariat is this structure's, or whose work this actor keeps: somebody of the platform records."""
    own = Q(structure_id=actor.structure_id) | Q(pk__in=duties_of(actor, *KEEPING))
    return committees(actor).filter(own, ends_on=None).exclude(kind__in=OTHER_WORK).order_by("name", "pk")


def keeps(actor: Actor, session: Session) -> bool:
    return session.committee is not None and can_keep(actor, standing(actor, session.committee))


def sittings(session: Session) -> QuerySet[Gathering]:
    """Still open, since wishes closed, where presences are noted; the last first."""
    noted = Presence.objects.filter(gathering=OuterRef("pk"))
    rows = Gathering.objects.filter(Exists(noted), committee=session.committee_id, held_at=None)
    found: QuerySet[Gathering] = rows.filter(cancelled_at=None, ends_at__gt=session.closes_at)
    return found.order_by("-starts_at")


def points(actor: Actor, session: Session) -> QuerySet[AgendaItem]:
    """Of these meetings, those to decide and not decided yet: members may step aside from them beforehand."""
    rows = AgendaItem.objects.visible_to(actor).filter(gathering__in=sittings(session).values("pk"))
    found: QuerySet[AgendaItem] = rows.filter(nature=ItemNature.DECISION, decision=None)
    return found.select_related("gathering").order_by("-gathering__starts_at", "position")


def counts(gathering: Gathering | None) -> list[Count]:
    return present_counts(gathering) if gathering else []


def settled_by(actor: Actor, decision: Decision) -> list[tuple[str, str]]:
    """For the page of a decision: the sessions whose proposals it settled, as far as this actor reads them."""
    rows: Any = Arbitration.objects.visible_to(actor).filter(decision=decision)
    found = Session.objects.filter(pk__in=rows.values("session"))
    return [(f"Arbitrages\u00a0: {one.title}", _page(actor, one)) for one in found]


def _page(actor: Actor, session: Session) -> str:
    name = "arbitrations" if can_run(actor, session.structure_id) else "session"
    return reverse(f"placements:{name}", args=[session.public_id])
