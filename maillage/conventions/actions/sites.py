"""A school proposes an agreement, the host accepts or refuses it; visits are written by both."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.conventions.models import Site, SiteVisit
from maillage.conventions.rules import check_can_host, check_can_keep, check_can_make
from maillage.directory.models import Structure
from maillage.permissions import Actor, Forbidden


@transaction.atomic
def propose(*, by: Actor, host: Structure, values: dict[str, Any]) -> Site:
    check_can_make(by)
    row = Site(school_id=by.structure_id or 0, host=host, proposed_on=timezone.localdate(), **values)
    row.full_clean(exclude=["school", "host"])
    row.save(force_insert=True)
    record(by, "site_proposed", row)
    return row


@transaction.atomic
def correct(*, by: Actor, site: Site, values: dict[str, Any]) -> None:
    """Until the host answered."""
    check_can_keep(by, site.school_id)
    row = _unanswered(site)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["school", "host"])
    row.save(update_fields=list(values))
    record(by, "site_corrected", row)


def _unanswered(site: Site) -> Site:
    found: Site | None = (
        Site.objects.select_for_update(of=("self",))
        .filter(pk=site.pk, accepted_on=None, refused_on=None)
        .first()
    )
    if found is None:
        raise Forbidden(
            "La structure d’accueil a déjà répondu\u00a0: proposez un nouvel accord pour la suite."
        )
    return found


@transaction.atomic
def answer(*, by: Actor, site: Site, reason: str = "") -> None:
    """Accepted when there is no reason."""
    check_can_host(by, site.host_id)
    row, today = _unanswered(site), timezone.localdate()
    told: dict[str, Any] = {"refused_on": today, "refused_why": reason} if reason else {"accepted_on": today}
    Site.objects.filter(pk=row.pk).update(**told)
    record(by, "site_refused" if reason else "site_accepted", row)


@transaction.atomic
def visit(*, by: Actor, site: Site, on: date, who: str, words: str) -> SiteVisit:
    if by.structure_id == site.school_id:
        check_can_keep(by, site.school_id)
    else:
        check_can_host(by, site.host_id)
    if not site.accepted_on:
        raise Forbidden("L’accord n’est pas encore accepté par la structure d’accueil.")
    row = SiteVisit.objects.create(site=site, user_id=by.user_id or 0, on=on, who=who, words=words)
    record(by, "site_visited", site)
    return row
