"""The professionals' directory of bodies' referents: found, added, checked, said to be wrong."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.support import rules
from maillage.support.actions import referents as actions
from maillage.support.forms.referents import (
    FACTS,
    CorrectForm,
    ReferentFilters,
    ReferentForm,
    WrongForm,
)
from maillage.support.models import Referent
from maillage.support.queries import referents as queries
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

TITLE = "Référents des organismes"


def _url():
    return reverse("support:referents")


@require_safe
def referents(request):
    rules.check_can_check_referents(request.actor)
    form = ReferentFilters(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    department = asked.get("departement", "").upper()
    counted = queries.usefulness()
    context = {
        "title": TITLE,
        "form": form,
        "rows": queries.listed(request.actor, asked.get("organisme", ""), department),
        "can_keep": rules.can_keep_referents(request.actor),
        "columns": ["Organisme", "Réponses utiles", "Utiles en partie", "Pas utiles"],
        "counted": [one.cells for one in counted],
    }
    return render(request, "support/referents.html", context)


def _page(request, title, form, **more):
    return form_page(request, form, title=title, trail=[(TITLE, _url())], **more)


def _done(request, words):
    return done(request, words, _url())


@require_http_methods(["GET", "HEAD", "POST"])
def new_referent(request):
    rules.check_can_keep_referents(request.actor)
    form = ReferentForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form, "service"):
            actions.add_referent(by=request.actor, referent=Referent(**form.values()))
            return _done(request, "Le référent est dans la liste.")
    return _page(request, "Ajouter un référent", form)


def _referent(request, pk):
    return row_or_404(queries.rows(request.actor), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_referent(request, referent):
    rules.check_can_keep_referents(request.actor)
    row = _referent(request, referent)
    known = {name: getattr(row, name) for name in FACTS} | {"communes": ", ".join(row.communes)}
    form = CorrectForm(request.POST or None, initial={**known, "version": row.version})
    if submitted(request, form):
        told = {"version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_referent(by=request.actor, referent=row, **told)
            return _done(request, "La ligne est corrigée, et vérifiée aujourd’hui.")
    return _page(request, f"Corriger\u00a0: {row}", form)


@require_POST
def confirm_referent(request, referent):
    rules.check_can_check_referents(request.actor)
    actions.confirm_referent(by=request.actor, referent=_referent(request, referent))
    return _done(request, "C’est noté\u00a0: cette ligne est juste aujourd’hui.")


@require_http_methods(["GET", "HEAD", "POST"])
def wrong_referent(request, referent):
    rules.check_can_check_referents(request.actor)
    row = _referent(request, referent)
    form = WrongForm(request.POST or None)
    if submitted(request, form):
        actions.say_wrong(by=request.actor, referent=row, **form.cleaned_data)
        return _done(request, "C’est noté\u00a0: vos collègues verront ce qui est faux.")
    return _page(request, f"Signaler une erreur\u00a0: {row}", form, save="Signaler")
