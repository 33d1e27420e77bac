"""A person's own space: entered with a code on paper and a date of birth, from a phone or a shared computer."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people import actions, ledger, queries, rules
from maillage.people.enums import ChannelKind
from maillage.people.forms.consents import LimitForm, OwnConsentForm
from maillage.people.forms.space import EnterForm, MailCodeForm, MailForm
from maillage.people.guards import own_space, uuid_or_none
from maillage.people.queries import OWN_PANELS, SPACE_KEY, person_actor
from maillage.people.space_codes import fingerprint
from maillage.people.views.ledger import printed, question, shown
from maillage.web import tries
from maillage.web.answers import COMPACT, done, form_page, refusals_in, row_or_404, submitted
from maillage.web.errors import too_many_requests
from maillage.web.tries import client_address

WRONG = (
    "Ce code et cette date n’ouvrent pas d’espace. Vérifiez-les sur la lettre. "
    "Si cela continue, demandez un nouveau code à la personne qui vous accompagne."
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    form = EnterForm(request.POST or None)
    if submitted(request, form):
        mark = fingerprint(form.cleaned_data["code"])
        keys = (f"space:ip:{client_address(request)}", f"space:code:{mark}")
        if not tries.take(*keys):
            return too_many_requests(request, tries.SECONDS)
        found = actions.open_space(**form.cleaned_data)
        actor = person_actor(found[0]) if found else None
        if actor:
            tries.give_back(*keys)
            return _come_in(request, found[0], actor, "paper")
        form.add_error(None, WRONG)
    return form_page(request, form, "people/enter.html")


TICKET = "space_ticket"
SENT = "Si cette adresse et cette date sont celles d’un dossier, un code vient de partir. Il arrive en une minute."
RECEIVES = "La prochaine fois, vous pourrez entrer avec un code envoyé à cette adresse."
NO_LONGER = "Plus aucun code ne part à cette adresse."
WRONG_CODE = "Ce code n’est pas le bon, ou il a déjà servi. Recopiez-le, ou demandez-en un autre."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request):
    """Without the paper: a code by mail. The same page whoever is told by this address and this date."""
    form = MailForm(request.POST or None)
    if submitted(request, form):
        keys = (f"space:ip:{client_address(request)}", f"space:mail:{form.cleaned_data['email'].lower()}")
        if not tries.take(*keys):
            return too_many_requests(request, tries.SECONDS)
        data = form.cleaned_data
        request.session[TICKET] = actions.ask_code_by_mail(data["email"], data["birth_date"])
        messages.info(request, SENT)
        return HttpResponseRedirect(reverse("people:mail_code"))
    return form_page(request, form, "people/by_mail.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_code(request):
    ticket = request.session.get(TICKET)
    if ticket is None:
        return HttpResponseRedirect(reverse("people:by_mail"))
    form = MailCodeForm(request.POST or None)
    if submitted(request, form):
        keys = (f"space:ip:{client_address(request)}", f"space:ticket:{ticket}")
        if not tries.take(*keys):
            return too_many_requests(request, tries.SECONDS)
        access = actions.open_by_mail(ticket, form.cleaned_data["code"])
        actor = person_actor(access) if access else None
        if actor:
            tries.give_back(*keys)
            return _come_in(request, access, actor, "mail")
        form.add_error("code", WRONG_CODE)
    return form_page(request, form, "people/mail_code.html")


def _come_in(request, access, actor, way):
    """Nothing is left of whoever used this browser before: another session, another token."""
    logout(request)
    request.session[SPACE_KEY] = str(access)
    rotate_token(request)
    actions.enter_space(by=actor, way=way)
    return HttpResponseRedirect(reverse("people:space"))


@require_POST
@own_space
def leave(request, person):
    request.session.flush()
    words = "Vous êtes sorti de votre espace. Rien n’est gardé sur cet appareil."
    return done(request, words, "people:enter")


@require_safe
@own_space
def space(request, person):
    known = ledger.lines(request.actor, person)
    context = {
        "person": person,
        "title": f"Votre espace, {person.called}" if person.called else "Votre espace",
        "circle": ledger.circle(request.actor, person, known),
        "can_choose_mail": rules.can_choose_mail(request.actor, person.pk),
        "now": [line for line in known if line.is_open],
        "past": [line for line in known if not line.is_open],
        **ledger.told_openings(person),
        "panels": [(template, build(request.actor, person)) for template, build in OWN_PANELS],
    }
    return render(request, "people/space.html", context)


@require_safe
@own_space
def print_own(request, person):
    return printed(request, person, told=True)


def _trail():
    return [("Votre espace", reverse("people:space"))]


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def mails(request, person):
    """Which addresses may receive a code: chosen here and nowhere else, by the person."""
    rules.check_can_choose_mail(request.actor, person.pk)
    rows = queries.channels(request.actor, person).filter(kind=ChannelKind.EMAIL)
    if request.method == "POST":
        found = row_or_404(rows, uuid_or_none(request.POST.get("channel")))
        chosen, access = request.POST.get("chosen") == "yes", request.session[SPACE_KEY]
        actions.choose_mail(by=request.actor, channel=found, access=access, chosen=chosen)
        return done(request, RECEIVES if chosen else NO_LONGER, "people:own_mails")
    context = {"title": "Recevoir un code par e-mail", "trail": _trail(), "rows": list(rows)}
    return render(request, "people/own_mails.html", context)


GIVING = "Vous choisissez qui lit votre dossier en plus de votre équipe. Avant d’enregistrer, vous verrez les noms."
LIMITING = "Vous gardez cet accord, en plus petit\u00a0: moins de choses à lire, ou moins longtemps."


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def give(request, person):
    """The same two steps as for a professional: typed, then read with the exact list, then written."""
    circle = [one for one in queries.followers(person) if one.by_consent]
    form = OwnConsentForm(request.POST or None, circle=circle)
    context = {"person": person, "title": "Donner un accord", "trail": _trail()}
    context |= {"lead": GIVING, "save": "Voir qui pourra lire"}
    if not submitted(request, form) or "edit" in request.POST:
        status = 422 if form.errors else 200
        return form_page(request, form, COMPACT, status=status, **context)
    line = form.consent(person)
    readers = ledger.readers_of(request.actor, line)
    seal = ledger.seal_of(readers)
    if request.POST.get("seen") != seal:
        return render(
            request,
            "people/consent_readers.html",
            {**context, **shown(form, line, readers, seal), "always": ledger.ALWAYS_YOURS},
        )
    actions.give_consent(by=request.actor, consent=line)
    return done(request, "Votre accord est enregistré.", "people:space")


def _own_line(request, person, consent):
    return row_or_404(ledger.open_rows(request.actor, person), consent)


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def withdraw(request, person, consent):
    found = _own_line(request, person, consent)
    if found.basis_id:
        raise Http404
    if request.method == "POST":
        actions.withdraw_consent(by=request.actor, consent=found, way="self")
        return done(request, "C’est arrêté. Plus rien n’est lu par cet accord.", "people:space")
    context = {"title": "Arrêter un accord", "trail": _trail(), "cancel_url": reverse("people:space")}
    return render(request, "web/confirm.html", {**context, **question(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@own_space
def limit(request, person, consent):
    """Fewer parts, or less long: a narrower line takes the place of the former one."""
    found = _own_line(request, person, consent)
    if found.basis_id:
        raise Http404
    form = LimitForm(request.POST or None, consent=found)
    context = {"person": person, "title": "Limiter un accord", "trail": _trail()}
    context |= {"save": "Limiter"}
    context["lead"] = f"Avec {ledger.recipient(found)}, {found.structure}. {LIMITING}"
    if submitted(request, form):
        data = form.cleaned_data
        with refusals_in(form):
            actions.limit_consent(
                by=request.actor, consent=found, parts=data.get("parts", []), until=data["until"]
            )
            return done(request, "Votre accord est limité.", "people:space")
    return form_page(request, form, COMPACT, **context)
