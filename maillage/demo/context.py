"""What a demonstration says above every page: who the visitor is just now, and where they are in the guided tour."""

from django.conf import settings
from django.urls import reverse

from maillage.demo.visitors import step, steps
from maillage.permissions import ANONYMOUS

TOUR = "tour"
"""Where a session keeps the step of the guided tour."""


def banner(request):
    if not settings.DEMONSTRATION:
        return {}
    actor = getattr(request, "actor", ANONYMOUS)
    at = _step(request)
    following = step(at.number + 1) if at else None
    who = actor.label if actor.signed_in or actor.person_id else ""
    told = {"who": who, "step": at, "following": following, "many": len(steps())}
    return {"banner": "demo/_banner.html", "demonstration": told}


def _step(request):
    """Where the tour is; the tour's own pages say it themselves."""
    if not hasattr(request, "session") or request.path.startswith(reverse("demo:choose")):
        return None
    return step(request.session.get(TOUR))
