from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from maillage.pages import texts
from maillage.pages.context import layout
from maillage.pages.profession import groups, waiting
from maillage.pages.queries import today
from maillage.people.rules import can_receive, keeps_desk
from maillage.reception.rules import leads


@require_safe
def home(request):
    now = timezone.localdate()
    found = today(request.actor, now)
    context = {
        "today": found,
        "day": now,
        "can_receive": can_receive(request.actor),
        "counts_desk": keeps_desk(request.actor),
        "place": request.actor.at_work,
        "leads": leads(request.actor),
        "meetings": _by_day(found.appointments, now),
        "claims": [_claim(one, now) for one in found.claims],
        "profession": waiting(request.actor),
    }
    return render(request, "pages/home.html", context)


def _by_day(appointments, now):
    later = [one for one in appointments if timezone.localdate(one.starts_at) > now]
    today = [one for one in appointments if one not in later]
    return [(title, rows) for title, rows in (("Aujourd’hui", today), ("Les jours suivants", later)) if rows]


def _claim(one, now):
    """A claim as `web/_due_list.html` shows it."""
    return {
        "date": one.act_by,
        "text": f"{one.person.full_name}\u00a0: {one.name}",
        "note": "" if one.is_late(now) else one.state_on(now).capitalize(),
        "late": one.state_on(now) if one.is_late(now) else "",
        "url": reverse("rights:claim", args=[one.pk]),
        "action": "Ouvrir",
    }


@require_safe
def profession(request):
    context = {"groups": groups(request.actor), "waiting": waiting(request.actor)}
    return render(request, "pages/profession.html", context)


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


@login_not_required
@require_safe
def accessibility(request):
    return _document(request, texts.document("declaration.md"))


@login_not_required
@require_safe
def accessibility_plan(request):
    trail = [("Accessibilité", reverse("pages:accessibility"))]
    return _document(request, texts.document("plan.md"), trail=trail)


@login_not_required
@require_safe
def help_index(request):
    pages = [(area, texts.document(f"aide/{area}.md")) for area in texts.AREAS]
    guides = [(name, texts.document(f"guides/{name}.md").title) for name in texts.guides()]
    return render(request, "pages/help.html", {"pages": pages, "guides": guides})


@login_not_required
@require_safe
def help_page(request, area):
    if area not in texts.AREAS:
        raise Http404
    trail = [("Aide", reverse("pages:help"))]
    return _document(request, texts.document(f"aide/{area}.md"), trail=trail)


@login_not_required
@require_safe
def guide(request, name):
    if name not in texts.guides():
        raise Http404
    trail = [("Aide", reverse("pages:help"))]
    return _document(request, texts.document(f"guides/{name}.md"), trail=trail)


def _document(request, document, **context):
    return render(request, "pages/document.html", {"document": document, **context})


@login_not_required
@require_safe
def site_map(request):
    """What the menu and the footer lead to, and the pages of the profession below theirs."""
    shown = layout(request)
    below = groups(request.actor) if request.actor.signed_in else []
    return render(request, "pages/site_map.html", {"menu": shown["navigation"], "below": below})
