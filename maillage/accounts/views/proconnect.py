"""Signing in with ProConnect, and tying one's account to it. None of this exists while it is not configured."""

import logging
import time
from dataclasses import asdict
from functools import wraps
from urllib.parse import parse_qs, urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.account.forms import UserTokenForm
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from maillage.accounts import actions, queries
from maillage.accounts.proconnect import options
from maillage.accounts.proconnect.client import Identity, ProConnect, Refused
from maillage.accounts.proconnect.options import Unreachable
from maillage.accounts.sessions import remember_proconnect
from maillage.accounts.views.sign_in import must_prove_again
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted

logger = logging.getLogger(__name__)
STATES_KEY = "oidc_states"
"""Where `mozilla_django_oidc` keeps what was begun: state → nonce, code_verifier, added_on; and what is to be done then."""
PENDING_KEY = "proconnect_pending"
SECONDS = 600
"""How long coming back from ProConnect, then confirming, may take."""
AGAIN = "Recommencez depuis la page de connexion."
REFUSALS = {
    "unknown": (
        "ProConnect vous a bien identifié, mais aucun compte Maillage n’est lié à cette identité.",
        "Vous avez déjà un compte\u00a0? Connectez-vous avec votre mot de passe, puis liez ProConnect dans "
        "«\u00a0Mon compte\u00a0». Sinon, demandez une invitation à un administrateur de votre structure.",
    ),
    "left": (
        "Vous n’avez plus de rôle, aujourd’hui, dans aucune structure.",
        "Si c’est une erreur, demandez à un administrateur de votre structure de vous en redonner un.",
    ),
    "unreachable": (
        "ProConnect ne répond pas.",
        "Attendez un peu, ou connectez-vous avec votre mot de passe.",
    ),
    "error": ("ProConnect ne vous a pas identifié\u00a0: la connexion a été abandonnée ou refusée.", AGAIN),
    "state": (
        "Cette réponse ne correspond à aucune connexion commencée dans ce navigateur, ou elle a déjà servi.",
        AGAIN,
    ),
    "late": ("Vous êtes resté plus de dix minutes sur ProConnect, ou sur la page qui suit.", AGAIN),
    "invitation": (
        "Cette invitation ne marche plus\u00a0: elle a déjà servi, ou elle a plus de trois jours.",
        "Demandez-en une autre à un administrateur de votre structure.",
    ),
    "leaving": ("Ce retour ne correspond à aucune déconnexion commencée dans ce navigateur.", AGAIN),
}
OTHERWISE = ("ProConnect n’a pas prouvé qui vous êtes\u00a0: sa réponse a été refusée.", AGAIN)


class Asked(OIDCAuthenticationRequestView):
    """The address of ProConnect with a new state, nonce and PKCE challenge."""

    get_settings = staticmethod(options.of_the_library)


def only_when_on(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not options.is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def refused(request, code):
    """A page that says what to do; the code goes to the technical log, without anybody's name."""
    logger.warning("ProConnect: %s", code)
    reason, way = REFUSALS.get(code, OTHERWISE)
    status = 503 if code == "unreachable" else 403
    return render(request, "accounts/proconnect_refused.html", {"reason": reason, "way": way}, status=status)


@login_not_required
@require_GET
@only_when_on
@rate_limit(action="login", limit_get=True)
def begin(request):
    """From the sign-in page; `next` is kept when it leads here."""
    return redirect("/") if request.user.is_authenticated else _to_provider(request, purpose="sign_in")


@require_GET
@only_when_on
@reauthentication_required(app="account")
def link(request):
    """From one's account page; the session proves the account, ProConnect the identity."""
    if must_prove_again(request):
        return redirect("accounts:second-factor")
    return _to_provider(request, purpose="link", user=request.user.pk)


@login_not_required
@require_GET
@only_when_on
@rate_limit(action="login", limit_get=True)
def invited(request, uidb36, key):
    """From the mail that an administrator had sent: the link proves the account, ProConnect the identity."""
    if request.user.is_authenticated:
        return redirect("/")
    if _invited(uidb36, key) is None:
        return refused(request, "invitation")
    return _to_provider(request, purpose="invitation", uidb36=uidb36, key=key)


def _invited(uidb36, key):
    """The account whose invitation this is: open, and that nobody comes in with yet. The link of a forgotten password has the
    same shape, and whoever reads a mailbox is not its owner."""
    form = UserTokenForm(data={"uidb36": uidb36, "key": key})
    user = form.reset_user if form.is_valid() else None
    return user if user and user.is_active and not queries.is_in_use(user) else None


def _to_provider(request, **told):
    try:
        response = Asked.as_view()(request)
    except Unreachable:
        return refused(request, "unreachable")
    state = parse_qs(urlsplit(response.url).query)["state"][0]
    begun = request.session[STATES_KEY][state]
    begun |= {**told, "next": request.session.pop("oidc_login_next", None)}
    request.session.modified = True
    return response


@login_not_required
@require_GET
@only_when_on
def come_back(request):
    """Where ProConnect sends the browser back. Nothing is believed of the address but the code, once."""
    try:
        begun = _begun(request)
        identity = ProConnect().identify(request, begun["nonce"], begun["code_verifier"], begun["added_on"])
    except Unreachable:
        return refused(request, "unreachable")
    except Refused as refusal:
        return refused(request, str(refusal))
    return ONWARD[begun["purpose"]](request, begun, identity)


def _begun(request):
    """What this very browser had begun under this state: it serves once, for ten minutes."""
    begun = request.session.get(STATES_KEY, {}).pop(request.GET.get("state", ""), None)
    if begun is None:
        raise Refused("state")
    request.session.modified = True
    if time.time() - begun["added_on"] > SECONDS:
        raise Refused("late")
    if (
        request.GET.get("error")
        or request.GET.get("iss", settings.PROCONNECT_ISSUER) != settings.PROCONNECT_ISSUER
    ):
        raise Refused("error")
    return begun


def _sign_in(request, begun, identity):
    if request.user.is_authenticated:
        return redirect("/")
    user = queries.account_of(identity.idp_id, identity.sub)
    return _let_in(request, user, identity, begun["next"]) if user else refused(request, "unknown")


def _let_in(request, user, identity, onward=None):
    """As after a password: a second factor is asked for when ProConnect had none, and the journal is written."""
    if reason := _closed(user):
        actions.note_refused(user=user, reason=reason)
        return redirect("account_inactive") if reason == "closed" else refused(request, reason)
    remember_proconnect(request, user, identity.id_token, identity.second_factor)
    request.signs_in = True
    return perform_login(request, Login(user=user, redirect_url=onward))


def _closed(user):
    if not user.is_active:
        return "closed"
    return "left" if queries.has_left(user, timezone.localdate()) else ""


def _propose_link(request, begun, identity):
    if request.user.pk != begun["user"]:
        return refused(request, "state")
    _keep(request, identity, user=begun["user"])
    return redirect("accounts:proconnect-confirm")


def _propose_invitation(request, begun, identity):
    _keep(request, identity, uidb36=begun["uidb36"], key=begun["key"])
    return redirect("accounts:proconnect-accept")


ONWARD = {"sign_in": _sign_in, "link": _propose_link, "invitation": _propose_invitation}


def _keep(request, identity, **proof):
    request.session[PENDING_KEY] = {"identity": asdict(identity), "at": time.time(), **proof}


def _pending(request, proof):
    """What is to be confirmed and still may be, with this kind of proof of the account: "user" or "key"."""
    kept = request.session.get(PENDING_KEY, {})
    return kept if proof in kept and time.time() - kept["at"] <= SECONDS else None


@require_http_methods(["GET", "POST"])
@only_when_on
def confirm_link(request):
    pending = _pending(request, "user")
    if pending is None or pending["user"] != request.user.pk:
        return refused(request, "late")
    form, told = _bare(request), pending["identity"]
    if submitted(request, form):
        with refusals_in(form):
            actions.link_proconnect(
                by=request.actor, user=request.user, idp_id=told["idp_id"], sub=told["sub"]
            )
            del request.session[PENDING_KEY]
            return done(request, "Votre compte est lié à ProConnect.", "accounts:account")
    return _asked(request, form, request.user, reverse("accounts:account"))


@login_not_required
@require_http_methods(["GET", "POST"])
@only_when_on
def accept(request):
    """Whoever was invited has come back from ProConnect: their account is tied, and they are in."""
    pending = None if request.user.is_authenticated else _pending(request, "key")
    user = _invited(pending["uidb36"], pending["key"]) if pending else None
    if user is None:
        return refused(request, "invitation")
    form, identity = _bare(request), Identity(**pending["identity"])
    if submitted(request, form):
        if _closed(user):
            return _let_in(request, user, identity)
        with refusals_in(form):
            actions.accept_invitation(user=user, idp_id=identity.idp_id, sub=identity.sub)
            del request.session[PENDING_KEY]
            return _let_in(request, user, identity)
    return _asked(request, form, user, reverse("account_login"))


def _bare(request):
    """A form without fields: a button, and the token of the page."""
    return Form(request.POST if request.method == "POST" else None)


def _asked(request, form, user, back):
    lead = (
        f"ProConnect vient de vous identifier. Ensuite, «\u00a0S’identifier avec ProConnect\u00a0» ouvrira le compte de {user} "
        f"({user.email}).\nUne seule personne doit se servir de cette identité\u00a0: vous."
    )
    title = "Lier le compte à ProConnect"
    return form_page(request, form, title=title, lead=lead, save="Lier ce compte", back=back)


@require_http_methods(["GET", "POST"])
@only_when_on
@reauthentication_required(app="account", allow_get=True)
def unlink(request, identity_id):
    identity = get_object_or_404(queries.proconnect_identities(request.user), pk=identity_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.unlink_proconnect(by=request.actor, identity=identity)
            return done(request, "Votre compte n’est plus lié à cette identité.", "accounts:account")
        return redirect("accounts:account")
    context = {
        "title": "Délier ProConnect",
        "question": "Ne plus vous connecter avec cette identité ProConnect\u00a0?",
        "consequences": "Vous vous connecterez avec votre mot de passe. Vous pourrez la lier de nouveau.",
        "confirm_label": "Délier",
        "cancel_url": reverse("accounts:account"),
    }
    return render(request, "web/confirm.html", context)
