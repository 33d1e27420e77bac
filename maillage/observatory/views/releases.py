"""A release, from what is counted to what two persons tell."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.observatory import rules, wording
from maillage.observatory.actions import counting
from maillage.observatory.actions import releases as actions
from maillage.observatory.figures import Figures
from maillage.observatory.forms.releases import DeclareForm, PrepareForm, SavesForm, WhyForm, WriteForm
from maillage.observatory.queries import indicators as queries
from maillage.observatory.queries.places import names_of
from maillage.observatory.views.pages import (
    indicator_or_404,
    of_indicator,
    prepared_or_404,
    release_or_404,
    trail,
)
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])
COUNTING = (
    "Les mois terminés sont comptés à part\u00a0: vous pourrez quitter la page. Les nombres qui laisseraient reconnaître quelqu’un sont masqués, puis le tableau est "
    "attaqué comme le ferait un lecteur curieux, jusqu’à ce qu’il n’en tire rien. Vous verrez tout avant d’écrire."
)
DECLARING = "Des chiffres déjà publiés par une source publique\u00a0: vous les recopiez, elle est citée avec son millésime."


@FORM
def prepare(request, code):
    row = indicator_or_404(request, code)
    rules.check_can_keep(request.actor, row.owner_id)
    return _declare(request, row) if row.entry.declared else _count(request, row)


def _declare(request, row):
    form = DeclareForm(request.POST or None, by=row.entry.by)
    if submitted(request, form):
        told = {"rows": form.cleaned_data["figures"], "changes": form.cleaned_data["changes"]}
        with refusals_in(form):
            made = actions.declare(by=request.actor, indicator=row, window=form.window(), **told)
            return done(request, "C’est noté\u00a0: relisez, puis écrivez ce que ce nombre raconte.", made)
    return _asked_in(request, row, form, lead=DECLARING, save="Enregistrer")


def _count(request, row):
    """Asked for; the page of the work says where it is, and so does this one until it is over."""
    job = queries.being_counted(request.actor, row)
    if job and request.method != "POST":
        return redirect("jobs:show", job.pk)
    form = PrepareForm(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        with refusals_in(form):
            return redirect("jobs:show", counting.ask(by=request.actor, indicator=row, **form.cleaned_data))
    return _asked_in(request, row, form, lead=COUNTING, save="Compter")


def _asked_in(request, row, form, **told):
    title = f"Préparer\u00a0: {row.entry.title}"
    return form_page(request, form, title=title, trail=of_indicator(row), **told)


@require_safe
def prepared(request, public_id):
    """What will be told, what is masked and why."""
    release = prepared_or_404(request, public_id)
    row, kept = release.indicator, queries.snapshot(request.actor, release)
    entry = row.entry
    figures = Figures(entry, actions.told_cells(kept))
    masked = [one for one in kept.cells if one[8]]
    context = {
        "title": f"En préparation\u00a0: {entry.title}",
        "trail": trail((entry.title, row.get_absolute_url())),
        "indicator": row,
        "entry": entry,
        "release": release,
        "kept": kept,
        "counting": queries.being_counted(request.actor, row),
        "told": wording.told(entry, figures.headline),
        "sentence": wording.sentence(entry, figures.headline),
        "mine": release.prepared_by_id == request.actor.user_id,
        "confirms": bool(release.narrative)
        and rules.can_confirm(request.actor, row.owner_id, release.prepared_by_id),
        "columns": _columns(entry),
        "rows": _rows(figures),
        "masked": len(masked),
        "cells": len(kept.cells),
        "reasons": wording.masked_by_reason(masked),
    }
    return render(request, "observatory/prepared.html", context)


def _columns(entry):
    return wording.columns(entry, "Territoire")


def _rows(figures):
    return [
        wording.cells(figures.entry, name, figures.at(*key)) for key, name in names_of(figures).items()
    ] + [wording.cells(figures.entry, label, one) for label, one in wording.by_value(figures)]


@FORM
def write(request, public_id):
    release = prepared_or_404(request, public_id)
    told = {name: getattr(release, name) for name in ("narrative", "unsaid", "saves")}
    form = WriteForm(request.POST or None, initial=told)
    if submitted(request, form):
        with refusals_in(form):
            actions.write(by=request.actor, release=release, **form.cleaned_data)
            return done(request, "C’est écrit. Une autre personne relit et publie.", release)
    title = f"Ce que raconte ce nombre\u00a0: {release.indicator.entry.title}"
    return form_page(
        request, form, title=title, trail=_of(release), question=release.indicator.entry.question
    )


def _of(release):
    return [*of_indicator(release.indicator), ("En préparation", release.get_absolute_url())]


@require_POST
def confirm(request, public_id):
    release = prepared_or_404(request, public_id)
    rules.check_can_confirm(request.actor, release.indicator.owner_id, release.prepared_by_id)
    form = SavesForm(request.POST)
    if not form.is_valid():
        raise Forbidden("Relisez la préparation, puis publiez-la depuis sa page.")
    actions.confirm(by=request.actor, release=release, saves=form.cleaned_data["saves"])
    return done(request, "C’est publié\u00a0: tout le monde peut le lire.", release.indicator)


@FORM
def discard(request, public_id):
    release = prepared_or_404(request, public_id)
    if request.method == "POST":
        indicator = release.indicator
        actions.discard(by=request.actor, release=release)
        return done(request, "La préparation est effacée.", indicator)
    context = {
        "title": "Effacer cette préparation",
        "trail": _of(release),
        "question": "Effacer ce qui a été compté et écrit\u00a0?",
        "consequences": "Rien n’était publié. Vous pourrez préparer de nouveau.",
        "confirm_label": "Effacer",
        "cancel_url": release.get_absolute_url(),
    }
    return render(request, "web/confirm.html", context)


@FORM
def withdraw(request, code, number):
    row, release = release_or_404(request, code, number)
    rules.check_can_keep(request.actor, row.owner_id)
    form = WhyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.withdraw(by=request.actor, release=release, **form.cleaned_data)
            return done(request, "La version est retirée\u00a0: sa page dit pourquoi.", row)
    told = {"trail": of_indicator(row), "back": reverse("observatory:version", args=[code, number])}
    title = f"Retirer la version {release.version}"
    return form_page(request, form, title=title, save="Retirer cette version", **told)
