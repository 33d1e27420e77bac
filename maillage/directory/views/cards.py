"""The card of a structure and of a service, read by everybody; written by those who keep it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules, wording
from maillage.directory.actions import cards as actions
from maillage.directory.forms.cards import ServiceForm, StructureForm, WithdrawForm
from maillage.directory.models import Service
from maillage.directory.queries import cards as queries
from maillage.directory.queries.lines import lines
from maillage.directory.queries.zones import zones_in_words
from maillage.directory.room import around, rooms
from maillage.directory.views.pages import shown_lines, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted


@login_not_required
@require_safe
def structure(request, public_id):
    """A structure merged with its double leads to what was kept."""
    row = row_or_404(queries.structures(request.actor), public_id=public_id)
    if row.merged_into_id:
        return HttpResponseRedirect(row.merged_into.get_absolute_url())
    today = timezone.localdate()
    keeps = rules.can_keep_cards(request.actor, row.pk)
    offered = queries.offered_by(request.actor, row)
    context = {
        "title": row.name,
        "trail": trail(),
        "structure": row,
        "address": wording.address_of(row),
        "hours": wording.hours_of(row),
        "fresh": wording.fresh(row, today, named=request.actor.at_work),
        "offered": [(one, wording.fresh(one, today, named=request.actor.at_work)) for one in offered],
        "around": around(request.actor, row, today),
        "withdrawn": queries.withdrawn_from(row) if keeps else [],
        "verifications": queries.verifications(row) if request.actor.at_work else [],
        "lines": _lines(request, row),
        "keeps": keeps,
    }
    return render(request, "directory/structure.html", context)


def _lines(request, structure):
    """Two queries for those at work, none for the public."""
    if not request.actor.at_work:
        return []
    return shown_lines(request, lines(request.actor, timezone.localdate()).filter(structure=structure))


@login_not_required
@require_safe
def service(request, public_id):
    row = row_or_404(queries.services(request.actor), public_id=public_id)
    today = timezone.localdate()
    context = {
        "title": row.name,
        "trail": trail((row.structure.name, row.structure.get_absolute_url())),
        "service": row,
        "structure": row.structure,
        "address": wording.address_of(row),
        "hours": wording.hours_of(row) or wording.hours_of(row.structure),
        "fresh": wording.fresh(row, today, named=request.actor.at_work),
        "room": rooms([row], today)[row.pk],
        "themes": wording.themes_in_words(row.themes),
        "facts": wording.service_facts(row, zones_in_words(row.zones)),
        "asking": wording.asking_facts(row),
        "verifications": queries.verifications(row) if request.actor.at_work else [],
        "keeps": rules.can_keep_cards(request.actor, row.structure_id),
        "to_note": queries.to_note(request.actor, request.GET.get("dossier", ""), row),
    }
    return render(request, "directory/service.html", context)


def structure_or_404(request, public_id):
    return row_or_404(queries.structures(request.actor), public_id=public_id, merged_into=None)


def service_or_404(request, public_id):
    return row_or_404(queries.services(request.actor), public_id=public_id)


def card_or_404(request, public_id, kind):
    return (service_or_404 if kind == "service" else structure_or_404)(request, public_id)


def _holder(card):
    return card.structure if isinstance(card, Service) else card


@require_http_methods(["GET", "HEAD", "POST"])
def new_structure(request):
    rules.check_can_animate(request.actor)
    form = StructureForm(
        request.POST or None, initial={"version": 0, "review_months": 12, "visibility": "public"}
    )
    if submitted(request, form):
        with refusals_in(form):
            added = actions.add_structure(by=request.actor, values=form.values())
            return done(request, "La structure est dans l’annuaire.", added.get_absolute_url())
    return form_page(
        request, form, title="Ajouter une structure", back=reverse("directory:to_review"), trail=trail()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request, public_id):
    holder = structure_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, holder.pk)
    start = {"version": 0, "review_months": 6, "visibility": "public", "commune": holder.commune}
    form = ServiceForm(request.POST or None, initial=start)
    if submitted(request, form):
        told = {"structure": holder, "values": form.values()}
        with refusals_in(form):
            actions.add_service(by=request.actor, **told)
            return done(request, "Le service est dans l’annuaire.", holder.get_absolute_url())
    above = trail((holder.name, holder.get_absolute_url()))
    return form_page(request, form, title="Ajouter un service", trail=above)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, public_id, kind):
    card = card_or_404(request, public_id, kind)
    rules.check_can_keep_cards(request.actor, _holder(card).pk)
    form_class = ServiceForm if kind == "service" else StructureForm
    form = form_class(request.POST or None, initial=form_class.of(card))
    if submitted(request, form):
        told = {"card": card, "version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct(by=request.actor, **told)
            return done(request, "La fiche est corrigée, et confirmée aujourd’hui.", card.get_absolute_url())
    above = trail((card.name, card.get_absolute_url()))
    return form_page(request, form, title=f"Corriger\u00a0: {card}", trail=above)


@require_POST
def confirm(request, public_id, kind):
    card = card_or_404(request, public_id, kind)
    actions.confirm(by=request.actor, card=card)
    return done(request, "C’est noté\u00a0: cette fiche est juste aujourd’hui.", card.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, public_id, kind):
    card = card_or_404(request, public_id, kind)
    rules.check_can_keep_cards(request.actor, _holder(card).pk)
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        actions.withdraw(by=request.actor, card=card, why=form.cleaned_data["why"])
        words = "La fiche est retirée de l’annuaire. Vous pourrez la remettre."
        return done(request, words, _holder(card).get_absolute_url())
    lead = "Elle ne sera plus trouvée ni imprimée. Elle n’est pas effacée."
    above = trail((card.name, card.get_absolute_url()))
    context = {"title": f"Retirer\u00a0: {card}", "trail": above, "lead": lead, "save": "Retirer la fiche"}
    return form_page(request, form, **context)


@require_POST
def restore(request, public_id, kind):
    card = card_or_404(request, public_id, kind)
    actions.restore(by=request.actor, card=card)
    return done(request, "La fiche est de nouveau dans l’annuaire.", card.get_absolute_url())
