"""Signing out: of Maillage, then of ProConnect for whoever came in by it."""

from urllib.parse import urlencode

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.views.decorators.http import require_GET

from maillage.accounts.proconnect import options
from maillage.accounts.sessions import ID_TOKEN_KEY, LEAVING_KEY
from maillage.accounts.views.proconnect import only_when_on, refused

LENGTH = 43


class SignOut(LogoutView):
    """Our session ends first, whatever ProConnect answers."""

    def post(self, request, *args, **kwargs):
        kept = request.session.get(ID_TOKEN_KEY, {})
        response = super().post(request, *args, **kwargs)
        request.session.pop(ID_TOKEN_KEY, None)
        if not (options.is_on() and kept and kept["user"] == self._who):
            return response
        request.session[LEAVING_KEY] = {"token": kept["token"], "state": get_random_string(LENGTH)}
        return redirect("accounts:proconnect-leave")

    def logout(self):
        self._who = self.request.user.pk
        super().logout()


@login_not_required
@require_GET
@only_when_on
def leave(request):
    """A page, not a redirect: what answers a form may not lead to another site (`form-action` of our policy)."""
    leaving = request.session.get(LEAVING_KEY, {})
    try:
        address = options.endpoints().end_session if "token" in leaving else ""
    except options.Unreachable:
        address = ""
    if not address:
        return redirect("account_login")
    query = {
        "id_token_hint": leaving["token"],
        "state": leaving["state"],
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("accounts:proconnect-left")),
    }
    request.session[LEAVING_KEY] = {"state": leaving["state"]}
    return render(request, "accounts/proconnect_leave.html", {"address": f"{address}?{urlencode(query)}"})


@login_not_required
@require_GET
@only_when_on
def left(request):
    """Where ProConnect sends the browser back once it has closed its own session."""
    expected = request.session.get(LEAVING_KEY, {}).get("state", "")
    if not expected or not constant_time_compare(request.GET.get("state", ""), expected):
        return refused(request, "leaving")
    del request.session[LEAVING_KEY]
    messages.success(request, "Vous êtes déconnecté de Maillage et de ProConnect.")
    return redirect("account_login")
