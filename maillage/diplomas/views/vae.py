"""A candidate's VAE: started, followed stage by stage, shown to whom they choose."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.diplomas import diploma_words as words
from maillage.diplomas.actions import vae as actions
from maillage.diplomas.enums import Stage
from maillage.diplomas.forms.paths import (
    CoachForm,
    DoneForm,
    EndVaeForm,
    ExperienceForm,
    ResultsForm,
    ShareForm,
    StartForm,
)
from maillage.diplomas.queries import paths as queries
from maillage.diplomas.rules import check_can_start, check_is_candidate, is_candidate
from maillage.diplomas.views.pages import of_mine, of_team, vae_or_404
from maillage.web.answers import done, form_page, refusals_in, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def start(request):
    check_can_start(request.actor)
    form = StartForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            data = form.cleaned_data
            told = {"started_on": data["started_on"], "coach": data["coach"], "blocks": []}
            made = actions.start_vae(by=request.actor, version=data["diploma_version"], **told)
            return done(request, "Votre VAE est ouverte. Vous seul la lisez.", made)
    lead = "Personne d’autre ne lit ce que vous notez, tant que vous ne le décidez pas."
    return form_page(request, form, title="Suivre ma VAE", lead=lead, trail=of_mine(), save="Commencer")


@require_safe
def vae(request, public_id):
    row, today = vae_or_404(request, public_id), timezone.localdate()
    told, known = queries.reached(row), queries.delays()
    upcoming = queries.next_owed(row, known)
    following = queries.next_stage(row)
    mine = is_candidate(request.actor, row.user_id)
    context = {
        "title": f"VAE, {row.diploma_version.diploma.short}",
        "trail": of_mine() if mine else of_team(),
        "row": row,
        "stages": [(one, told.get(one)) for one in Stage],
        "upcoming": upcoming and upcoming[0],
        "late": bool(upcoming) and upcoming[0].is_late(today),
        "rule": upcoming and upcoming[1],
        "doubt": words.doubt(upcoming and upcoming[1]),
        "following": None if row.ended_on else following,
        "writes": mine and row.ended_on is None,
        "mine": mine,
        "blocks": [(one, _kind(one.result)) for one in row.asked.all()],
    }
    return render(request, "diplomas/vae.html", context)


def _kind(result):
    return {"granted": "done", "refused": "late"}.get(result, "waiting")


def _own(request, public_id):
    row = vae_or_404(request, public_id)
    check_is_candidate(request.actor, row.user_id)
    return row


def _of(row):
    return of_mine((str(row), row.get_absolute_url()))


@FORM
def tell_stage(request, public_id, stage):
    row = _own(request, public_id)
    if stage not in Stage.values:
        raise Http404
    form = DoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    form.fields["done_on"].label = "Le"
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_stage(by=request.actor, vae=row, stage=stage, **form.cleaned_data)
            return done(request, "L’étape est notée.", row)
    title = f"Étape\u00a0: {Stage(stage).label}"
    return form_page(request, form, title=title, trail=_of(row), save="Noter")


@FORM
def follow(request, public_id):
    row = _own(request, public_id)
    form = CoachForm(request.POST or None, initial={"coach": row.coach, "jury_on": row.jury_on})
    if submitted(request, form):
        with refusals_in(form):
            actions.follow_vae(by=request.actor, vae=row, **form.cleaned_data)
            return done(request, "C’est enregistré.", row)
    return form_page(request, form, title="Accompagnement et jury", trail=_of(row))


@FORM
def results(request, public_id):
    row = _own(request, public_id)
    form = ResultsForm(request.POST or None, vae=row)
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_results(by=request.actor, vae=row, results=form.results())
            return done(request, "Les résultats sont notés.", row)
    return form_page(request, form, title="Ce que le jury a dit, bloc par bloc", trail=_of(row))


@FORM
def add_experience(request, public_id):
    row = _own(request, public_id)
    form = ExperienceForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_experience(by=request.actor, vae=row, values=form.cleaned_data)
            return done(request, "L’expérience est ajoutée.", row)
    return form_page(request, form, title="Ajouter une expérience", trail=_of(row), save="Ajouter")


@FORM
def share(request, public_id):
    row = _own(request, public_id)
    places = queries.where_i_work(request.actor, timezone.localdate())
    start = {"structure": str(row.shared_with.public_id) if row.shared_with else ""}
    form = ShareForm(request.POST or None, places=places, initial=start)
    if submitted(request, form):
        with refusals_in(form):
            chosen = form.chosen()
            actions.share_vae(by=request.actor, vae=row, structure=chosen)
            words = f"{chosen} la lit désormais." if chosen else "Vous seul la lisez désormais."
            return done(request, words, row)
    return form_page(request, form, title="Qui lit ma VAE", trail=_of(row))


@FORM
def end(request, public_id):
    row = _own(request, public_id)
    form = EndVaeForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_vae(by=request.actor, vae=row, **form.cleaned_data)
            return done(request, "Votre VAE est terminée\u00a0: elle ne change plus.", row)
    return form_page(request, form, title="Terminer ma VAE", trail=_of(row), save="Terminer")
