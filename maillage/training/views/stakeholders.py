"""Stakeholders of training: a list, a picture, the same as data; what teams ask themselves of their actions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.training import graph
from maillage.training.actions import stakeholders as actions
from maillage.training.forms.stakeholders import SelfCheckForm, StakeholderForm, TieForm
from maillage.training.models import SelfCheck, Stakeholder, Tie
from maillage.training.queries import stakeholders as queries
from maillage.training.rules import can_ask, can_hold, can_open, check_can_ask, check_can_hold, check_can_open
from maillage.training.views.pages import FORM, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged

TITLE, CHECKS = "Acteurs de la formation", "Les trois D d’une action"
NAMES = ("name", "kind", "where", "opportunity", "way")


def of_map(*above):
    return trail((TITLE, reverse("training:stakeholders")), *above)


def of_checks():
    return trail((CHECKS, reverse("training:self_checks")))


def drawn():
    rows, ties = list(queries.stakeholders()), list(queries.ties())
    return rows, ties, graph.draw(rows, ties)


@login_not_required
@require_safe
def stakeholders(request):
    rows, ties, svg = drawn()
    around = graph.around(rows, ties)
    context = {
        "title": TITLE,
        "trail": trail(),
        "rows": [
            (mark, one, around[one.pk], can_hold(request.actor, one.structure_id))
            for mark, one in enumerate(rows, start=1)
        ],
        "ties": [(one, can_hold(request.actor, one.structure_id)) for one in ties],
        "svg": svg,
        "opens": can_open(request.actor),
    }
    return render(request, "training/stakeholders.html", context)


@login_not_required
@require_safe
def stakeholders_json(request):
    return JsonResponse(
        graph.as_data(queries.stakeholders(), queries.ties()), json_dumps_params={"ensure_ascii": False}
    )


@login_not_required
@require_safe
def stakeholders_svg(request):
    _, _, svg = drawn()
    head = {"Content-Disposition": 'attachment; filename="acteurs-de-la-formation.svg"'}
    return HttpResponse(svg, content_type="image/svg+xml", headers=head)


@FORM
def add_stakeholder(request):
    check_can_open(request.actor)
    form = StakeholderForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_stakeholder(by=request.actor, values=form.cleaned_data)
            return done(request, "L’acteur est sur la carte.", "training:stakeholders")
    return form_page(request, form, title="Ajouter un acteur", trail=of_map(), save="Ajouter")


@FORM
def edit_stakeholder(request, public_id):
    row = row_or_404(Stakeholder.objects.visible_to(request.actor), public_id=public_id)
    check_can_hold(request.actor, row.structure_id)
    form = StakeholderForm(request.POST or None, initial={name: getattr(row, name) for name in NAMES})
    if submitted(request, form):
        with refusals_in(form):
            actions.correct_stakeholder(by=request.actor, stakeholder=row, values=form.cleaned_data)
            return done(request, "L’acteur est corrigé.", "training:stakeholders")
    return form_page(request, form, title="Corriger un acteur", trail=of_map())


@FORM
def add_tie(request):
    check_can_open(request.actor)
    form = TieForm(request.POST or None, stakeholders=list(queries.stakeholders()))
    if submitted(request, form):
        with refusals_in(form):
            actions.tie(by=request.actor, **form.values())
            return done(request, "Le lien est noté.", "training:stakeholders")
    return form_page(request, form, title="Noter un lien", trail=of_map(), save="Noter ce lien")


@require_POST
def remove_tie(request, public_id):
    row = row_or_404(Tie.objects.visible_to(request.actor), public_id=public_id)
    actions.untie(by=request.actor, tie=row)
    return done(request, "Le lien est retiré.", "training:stakeholders")


@require_safe
def self_checks(request):
    check_can_ask(request.actor)
    page, pages = paged(request, queries.self_checks(request.actor))
    context = {
        "title": CHECKS,
        "trail": of_map(),
        "page": page,
        "pages": pages,
        "writes": can_ask(request.actor),
    }
    return render(request, "training/self_checks.html", context)


@FORM
def new_self_check(request):
    check_can_ask(request.actor)
    form = SelfCheckForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.write_self_check(by=request.actor, values=form.cleaned_data)
            return done(request, "C’est écrit. Votre équipe peut le lire.", made)
    lead = "Trois questions à se poser en équipe, avant ou après une action. Ni note, ni total."
    return form_page(request, form, title="Relire une action", lead=lead, trail=of_checks())


@require_safe
def self_check(request, public_id):
    row = row_or_404(SelfCheck.objects.visible_to(request.actor).select_related("user"), public_id=public_id)
    parts = [("Déconstruire", row.deconstruct), ("Diversifier", row.diversify), ("Dynamiser", row.energise)]
    parts = [*parts, ("Ce que nous changeons", row.next_step)]
    return render(
        request,
        "training/self_check.html",
        {"title": row.action, "trail": of_checks(), "row": row, "parts": parts},
    )
