"""What a scheme received: the list that is due, one request as it was agreed to, its answer."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.referrals import rules, wording
from maillage.referrals.enums import RequestState
from maillage.referrals.queries import referrals as queries
from maillage.referrals.queries.inbox import Inbox, counts
from maillage.referrals.views.beside import beside
from maillage.referrals.views.pages import BOTH, of_received, read_there, received_or_404, short
from maillage.referrals.views.requests import asked_of, told
from maillage.referrals.views.steps import next_steps, step_page
from maillage.vault.fields import open_together
from maillage.web.listing import paged

HOME = "Demandes reçues"


@require_safe
def inbox(request):
    """The first due first. Nobody is named before a request is opened."""
    rules.check_can_instruct(request.actor)
    wanted = request.GET.get("etat", "")
    wanted = wanted if wanted in RequestState.values and wanted != RequestState.DRAFT else ""
    today = timezone.localdate()
    page, pages = paged(request, Inbox(request.actor, wanted))
    context = {
        "title": HOME,
        "rows": [
            (one, short(one), wording.when(one, today), one.state_on(today), wording.kind_of(one, today))
            for one in page
        ],
        "late": counts(request.actor, today).late,
        "states": [(str(one), str(one.label)) for one in RequestState if one != RequestState.DRAFT],
        "wanted": wanted,
        "page": page,
        "pages": pages,
    }
    return render(request, "referrals/inbox.html", context)


@require_safe
def received(request, pk):
    found = received_or_404(request, pk)
    read_there(request, found)
    open_together([found])
    today = timezone.localdate()
    context = {
        "title": f"Demande {short(found)}",
        "trail": of_received(found)[:-1],
        "found": found,
        "state": (found.state_on(today), wording.kind_of(found, today)),
        "when": wording.when(found, today),
        "silence": wording.silence(found),
        "facts": wording.facts(found),
        "sent": told(queries.sent_sections(request.actor, found)),
        "answers": [] if found.withdrawn_at else asked_of(found, found.answered_there),
        "missing": queries.missing_of(request.actor, found),
        "happened": wording.timeline(queries.events_of(request.actor, found)),
        "steps": next_steps(found),
        **beside(request, found),
    }
    return render(request, "referrals/received.html", context)


@require_http_methods(BOTH)
def answer(request, pk, step):
    found = received_or_404(request, pk)
    read_there(request, found)
    back = reverse("referrals:received", args=[found.pk])
    return step_page(request, found, step, lambda: received_or_404(request, pk), back, of_received(found))
