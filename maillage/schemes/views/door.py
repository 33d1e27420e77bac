"""The door of a host without an account: its places, and what it says of each."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.schemes import place_words
from maillage.schemes.actions.places import say_by_link
from maillage.schemes.forms.places import SayForm
from maillage.schemes.queries import places as queries
from maillage.schemes.views.schemes import BOTH
from maillage.web.answers import done, refusals_in, submitted
from maillage.web.doors import behind


def _gone(request):
    return render(request, "schemes/door_gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


@login_not_required
@require_http_methods(BOTH)
def host_door(request, token):
    """A link that is read writes nothing: a button says."""
    today = timezone.localdate()
    opened, refusal = behind(request, "host", lambda: queries.opened_by_link(token, today), _gone)
    if refusal:
        return refusal
    asked = request.POST.get("place", "")
    place = next((one for one in opened.places if str(one.public_id) == asked), None)
    form = _form(place, request.POST or None)
    if submitted(request, form):
        if place is None:
            raise Http404
        with refusals_in(form):
            say_by_link(by=request.actor, key=opened.key, place=place, **form.cleaned_data)
            return done(request, f"C’est noté\u00a0: {place.label}. Merci.", request.path)
    states = queries.states([one.id for one in opened.places], today)
    context = {
        "title": f"Places\u00a0: {opened.host}",
        "opened": opened,
        "items": [
            (
                one,
                *place_words.state(states.get(one.id)),
                form if one == place else _form(one),
            )
            for one in opened.places
        ],
        "buttons": place_words.SAID,
        "form": form,
    }
    return render(request, "schemes/host_door.html", context, status=422 if form.errors else 200)


def _form(place, sent=None):
    return SayForm(sent, auto_id=f"id-{place.public_id if place else ''}-%s")
