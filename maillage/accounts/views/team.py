"""The team of a structure, for its administrators."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maillage.accounts import actions, queries, rules
from maillage.accounts.enums import Decision
from maillage.accounts.forms import OpenAccountForm, PlaceForm
from maillage.accounts.models import RoleProposal, User
from maillage.web.answers import done, form_page, submitted


@require_GET
def team(request):
    rules.check_can_manage_team(request.actor)
    structure_id = request.actor.structure_id
    people = queries.team(structure_id, timezone.localdate())
    proposals = [_waiting(request.actor, one) for one in queries.pending_proposals(structure_id)]
    return render(request, "accounts/team.html", {"people": people, "proposals": proposals})


def _waiting(actor, proposal):
    confirms = rules.can_decide(actor, proposal.change, proposal.user_id, proposal.proposed_by_id)
    return {"proposal": proposal, "confirms": confirms, "own": proposal.proposed_by_id == actor.user_id}


@require_http_methods(["GET", "POST"])
def open_account(request):
    rules.check_can_manage_team(request.actor)
    form = OpenAccountForm(request.POST or None)
    if submitted(request, form):
        site = request.build_absolute_uri("/")
        user = actions.open_account(by=request.actor, site=site, **form.cleaned_data)
        words = f"{user} a un compte. Un message vient de partir à l’adresse {user.email}."
        return done(request, words, "accounts:member", user.public_id)
    return form_page(request, form, "accounts/open_account.html")


def _member(request, public_id):
    """Somebody of the team the actor administers, with their current places there."""
    rules.check_can_manage_team(request.actor)
    user = get_object_or_404(User, public_id=public_id)
    held = queries.current_memberships(user, timezone.localdate()).filter(
        structure_id=request.actor.structure_id
    )
    if not held:
        raise Http404
    return user, held


@require_http_methods(["GET", "POST"])
def member(request, public_id):
    """What somebody does here; the form gives one more role."""
    user, held = _member(request, public_id)
    form = PlaceForm(request.POST or None) if rules.can_give_role(request.actor, user.pk) else None
    if form and form.is_valid():
        given = actions.give_role(by=request.actor, user=user, **form.cleaned_data)
        return done(request, _announced(given), "accounts:member", public_id)
    waiting = queries.pending_proposals(request.actor.structure_id).filter(user=user)
    return form_page(request, form, "accounts/member.html", member=user, held=held, waiting=waiting)


def _announced(result):
    if isinstance(result, RoleProposal):
        return "C’est un rôle sensible : un autre administrateur doit maintenant confirmer."
    return f"C’est fait : {result.get_role_display()}."


@require_http_methods(["GET", "POST"])
def end_role(request, public_id, membership_id):
    user, held = _member(request, public_id)
    membership = get_object_or_404(held, pk=membership_id)
    if request.method == "POST":
        ended = actions.end_role(by=request.actor, membership=membership)
        words = _announced(ended) if isinstance(ended, RoleProposal) else "Le rôle est retiré."
        return done(request, words, "accounts:team")
    role = membership.get_role_display()
    context = {
        "title": "Retirer un rôle",
        "question": f"Retirer à {user} le rôle « {role} » ?",
        "consequences": "Cette personne perd aussitôt les accès de ce rôle. Ce qu’elle a écrit reste en place.",
        "confirm_label": "Retirer le rôle",
    }
    return _confirm(request, context, "accounts:member", public_id=public_id)


@require_http_methods(["GET", "POST"])
def close_account(request, public_id):
    user, _ = _member(request, public_id)
    if request.method == "POST":
        actions.close_account(by=request.actor, user=user)
        return done(request, f"Le compte de {user} est fermé.", "accounts:team")
    context = {
        "title": "Fermer un compte",
        "question": f"Fermer le compte de {user} ?",
        "consequences": [
            "Cette personne ne peut plus se connecter, et ses rôles prennent fin.",
            "Ce qu’elle a écrit reste en place. Vous pourrez rouvrir le compte avec la même adresse.",
        ],
        "confirm_label": "Fermer le compte",
    }
    return _confirm(request, context, "accounts:member", public_id=public_id)


def _confirm(request, context, back, **arguments):
    cancel = redirect(back, **arguments).url
    return render(request, "web/confirm.html", {**context, "cancel_url": cancel})


@require_POST
def decide(request, proposal_id):
    """Confirm, refuse or take back a waiting change of a sensitive role."""
    rules.check_can_manage_team(request.actor)
    waiting = RoleProposal.objects.filter(structure_id=request.actor.structure_id)
    proposal = get_object_or_404(waiting, pk=proposal_id)
    decision = Decision.CONFIRMED if request.POST.get("decision") == "confirmed" else Decision.REFUSED
    if actions.decide_role_change(by=request.actor, proposal_id=proposal.pk, decision=decision):
        words = "Le changement est fait." if decision == Decision.CONFIRMED else "La demande est écartée."
        return done(request, words, "accounts:team")
    messages.warning(request, "Quelqu’un a déjà répondu autrement à cette demande.")
    return redirect("accounts:team")
