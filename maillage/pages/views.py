from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from maillage.pages.queries import today
from maillage.people.rules import can_receive


@require_safe
def home(request):
    now = timezone.localdate()
    context = {
        "today": today(request.actor, now),
        "day": now,
        "can_receive": can_receive(request.actor),
        "place": request.actor.at_work,
    }
    return render(request, "pages/home.html", context)


@login_not_required
@require_POST
def simple(request):
    """Read simply, or in full, from now on in this session."""
    if request.actor.person_id is None:
        return HttpResponseRedirect("/")
    request.session["simple"] = request.POST.get("simple") == "oui"
    back = request.POST.get("back", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return HttpResponseRedirect(back if inside else "/mon-espace/")
