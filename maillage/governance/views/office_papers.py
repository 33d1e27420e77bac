"""The minutes and the record of decisions as files: to print (PDF), to be worked on (DOCX, ODT)."""

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance import papers, queries
from maillage.governance.models import Presence
from maillage.governance.views.gatherings import gathering_or_404
from maillage.governance.views.minutes import minutes_or_404
from maillage.web.downloads import record_file


@login_not_required
@require_safe
def minutes(request, public_id, form):
    row, _ = gathering_or_404(request, public_id)
    found = minutes_or_404(request, row)
    items = list(queries.agenda(request.actor, row))
    return record_file("compte-rendu", form, papers.minutes_paper(row, items, found, timezone.localdate()))


@login_not_required
@require_safe
def record(request, public_id, form):
    """The record of decisions: what this reader may see of it."""
    row, standing = gathering_or_404(request, public_id)
    items = list(queries.agenda(request.actor, row))
    counts = queries.present_counts(row) if standing.inside else []
    seen = list(Presence.objects.visible_to(request.actor).filter(gathering=row))
    told = papers.record_of_decisions(row, items, counts, seen, timezone.localdate())
    return record_file("releve-de-decisions", form, told)
