from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from maillage.accounts.sessions import STRUCTURE_KEY


@require_GET
def account(request):
    return render(request, "accounts/account.html", {"places": request.places})


@require_POST
def choose_structure(request):
    """Work in another of one's own structures; anything else changes nothing."""
    chosen = request.POST.get("structure", "")
    if chosen in {str(place.structure_id) for place in request.places}:
        request.session[STRUCTURE_KEY] = int(chosen)
    return HttpResponseRedirect("/")
