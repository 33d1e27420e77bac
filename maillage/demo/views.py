"""Choosing whom to be, and the guided tour. Only in a demonstration (`settings.DEMONSTRATION`): elsewhere nothing is there.

An account is entered with the password that the demonstration publishes, by allauth's own form: an account with another
password, or with a second factor, is not entered more easily here than on the page of sign-in.
"""

from functools import wraps

from allauth.account.app_settings import FORMS
from allauth.account.forms import LoginForm
from allauth.utils import get_form_class
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.demo import visitors
from maillage.demo.context import TOUR
from maillage.demo.tour import OPENS
from maillage.people.actions import enter_space
from maillage.people.queries import SPACE_KEY, person_actor
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting

CHANGED = "Ce compte ne s’ouvre plus ainsi\u00a0: son mot de passe a été changé, ou il a été fermé pendant la démonstration."
LEFT = "Cet espace n’existe plus\u00a0: la personne a été effacée pendant la démonstration."


def only_here(view):
    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@only_here
@require_safe
def choose(request):
    return render(request, "demo/choose.html", {"groups": visitors.groups(), "steps": visitors.steps()})


@only_here
@require_POST
def enter(request):
    """Whoever was there has left: another session. An empty choice is a visitor without an account."""
    who, step = request.POST.get("who", ""), visitors.step(request.POST.get("step"))
    visitor = visitors.called(who)
    if who and visitor is None:
        raise Http404
    followed = request.session.get(TOUR)
    logout(request)
    with acting(ANONYMOUS):
        answer = _entered(request, visitor, _opening(step))
    if step or followed:
        request.session[TOUR] = step.number if step else followed
    return answer


def _opening(step):
    return reverse("demo:open", args=[step.number]) if step else ""


def _entered(request, visitor, opening):
    if visitor is None:
        return HttpResponseRedirect(reverse("directory:search"))
    if visitor.space:
        return _in_their_space(request, visitor)
    form_class = get_form_class(FORMS, "login", LoginForm)
    form = form_class({"login": visitor.email, "password": visitors.password()}, request=request)
    if form.is_valid():
        return form.login(request, redirect_url=opening or "/")
    return _sent_back(request, CHANGED)


def _in_their_space(request, visitor):
    access = visitors.access_of(visitor)
    actor = access and person_actor(access)
    if not actor:
        return _sent_back(request, LEFT)
    request.session[SPACE_KEY] = str(access)
    rotate_token(request)
    enter_space(by=actor, way="paper")
    return HttpResponseRedirect(reverse("people:space"))


def _sent_back(request, why):
    messages.error(request, why)
    return HttpResponseRedirect(reverse("demo:choose"))


@only_here
@require_safe
def step(request, number):
    found = visitors.step(number)
    if found is None:
        raise Http404
    request.session[TOUR] = found.number
    return render(request, "demo/step.html", {"step": found, "steps": visitors.steps()})


@only_here
@require_safe
def open_step(request, number):
    """The page of a step, in the data of whoever the visitor is; the step itself, where they are nobody."""
    found = visitors.step(number)
    if found is None:
        raise Http404
    if not request.actor.signed_in:
        return HttpResponseRedirect(reverse("demo:step", args=[number]))
    return HttpResponseRedirect(OPENS[found.opens](request.actor))


@only_here
@require_POST
def leave(request):
    request.session.pop(TOUR, None)
    messages.info(request, "La visite est quittée. Vous la retrouverez sur la page où l’on choisit qui être.")
    return HttpResponseRedirect(reverse("demo:choose"))
