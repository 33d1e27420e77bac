"""To follow by e-mail without an account: asked, confirmed by a link, ended by a link. A link that is read writes nothing."""

import hashlib
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.governance.actions import subscriptions as actions
from maillage.governance.enums import Publicity
from maillage.governance.forms.subscriptions import SubscribeForm
from maillage.governance.models import Mandate
from maillage.governance.queries import committees
from maillage.governance.queries import subscriptions as queries
from maillage.governance.views.pages import trail
from maillage.permissions import ANONYMOUS
from maillage.web import tries
from maillage.web.answers import done, form_page, row_or_404, submitted
from maillage.web.doors import behind
from maillage.web.errors import too_many_requests

FORM = require_http_methods(["GET", "HEAD", "POST"])
SENT = (
    "Regardez votre boîte de réception\u00a0: un e-mail vous demande de confirmer. "
    "Si vous êtes déjà abonné, vous ne recevrez rien de plus."
)


@login_not_required
@FORM
def subscribe(request):
    told, about, back = _asked(request)
    form = SubscribeForm(request.POST or None)
    if submitted(request, form):
        email = form.cleaned_data["email"]
        hidden = hashlib.sha256(email.encode()).hexdigest()
        if not tries.take(f"subscribe:ip:{tries.client_address(request)}", f"subscribe:to:{hidden}"):
            return too_many_requests(request, tries.SECONDS)
        actions.subscribe(email=email, site=request.build_absolute_uri("/"), **told)
        return done(request, SENT, back)
    context = {
        "lead": f"Vous recevrez un e-mail, un par jour au plus, quand il y aura du nouveau pour\u00a0: {about}.",
        "save": "Suivre",
        "trail": trail(),
        "back": back,
    }
    return form_page(request, form, title="Suivre par e-mail", **context)


def _asked(request):
    """What is to be followed, among what everybody sees; in words; where to go back."""
    if instance := request.GET.get("instance"):
        rows = committees(ANONYMOUS).filter(publicity=Publicity.PUBLIC)
        found = row_or_404(rows, public_id=_key(instance))
        return {"committee": found}, found.name, found.get_absolute_url()
    if mandat := request.GET.get("mandat"):
        found = row_or_404(Mandate.objects.visible_to(ANONYMOUS), public_id=_key(mandat))
        return {"mandate": found}, f"le mandat «\u00a0{found.title}\u00a0»", found.get_absolute_url()
    return {}, queries.EVERYTHING, reverse("governance:texts")


def _key(typed):
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None


def _opened(request, token, salt):
    """What the link is about, or the answer that refuses."""
    return behind(request, "subscription", lambda: queries.followed(ANONYMOUS, token, salt), _gone)


def _gone(request):
    context = {"title": "Ce lien n’ouvre plus", "trail": trail()}
    return render(request, "governance/subscription_gone.html", context, status=404)


def _button(request, title, lead, save):
    context = {"lead": lead, "save": save, "trail": trail(), "back": reverse("governance:texts")}
    return form_page(request, None, title=title, status=200, **context)


@login_not_required
@FORM
def confirm(request, token):
    found, refusal = _opened(request, token, queries.CONFIRM)
    if refusal:
        return refusal
    if request.method == "POST" and actions.confirm(key=found.key):
        return done(request, "C’est confirmé\u00a0: vous recevrez les nouvelles.", "governance:texts")
    lead = f"Un e-mail par jour au plus, quand il y aura du nouveau pour\u00a0: {found.about}."
    return _button(request, "Confirmer votre abonnement", lead, "Confirmer")


@login_not_required
@FORM
def end(request, token):
    found, refusal = _opened(request, token, queries.END)
    if refusal:
        return refusal
    if request.method == "POST":
        actions.unsubscribe(key=found.key)
        return done(request, "C’est fait\u00a0: votre adresse est effacée.", "governance:texts")
    lead = f"Vous ne recevrez plus les nouvelles de\u00a0: {found.about}. Votre adresse sera effacée."
    return _button(request, "Se désabonner", lead, "Me désabonner")
