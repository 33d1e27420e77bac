"""Rules and who adopted them; programmes, their themes, and how far sessions cover them."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage.training.models import Adoption, Programme, RuleVersion, Session, Theme


def versions() -> QuerySet[RuleVersion]:
    rows: QuerySet[RuleVersion] = RuleVersion.objects.prefetch_related("kinds")
    return rows


def adoptions() -> QuerySet[Adoption]:
    rows: QuerySet[Adoption] = Adoption.objects.select_related("structure", "territory")
    return rows


def programmes() -> QuerySet[Programme]:
    rows: QuerySet[Programme] = Programme.objects.select_related("structure")
    return rows


def current_themes() -> QuerySet[Theme]:
    today = timezone.localdate()
    rows: QuerySet[Theme] = Theme.objects.filter(
        programme__starts_on__lte=today, programme__ends_on__gte=today
    )
    return rows.select_related("programme")


def covered(programme: Programme) -> list[Any]:
    """Each theme with how many published sessions there were and are to come."""
    today = timezone.localdate()
    shown = Q(sessions__published_at__isnull=False, sessions__cancelled_on=None)
    done, coming = Q(sessions__ends_on__lt=today), Q(sessions__ends_on__gte=today)
    counts = {
        "done": Count("sessions", filter=shown & done),
        "coming": Count("sessions", filter=shown & coming),
    }
    return list(programme.themes.annotate(**counts))


def themes_for(session: Session | None = None) -> list[Theme]:
    """Those of today's programmes, and those that the session already bears."""
    rows = list(current_themes())
    kept = Theme.objects.filter(tags__session=session).exclude(pk__in=[one.pk for one in rows])
    return [*rows, *kept] if session else rows
