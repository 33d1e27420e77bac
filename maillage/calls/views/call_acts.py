"""Whoever carries a call writes it, publishes it, answers; structures ask, and send letters of intent."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from maillage.calls import rules
from maillage.calls.actions import calls as actions
from maillage.calls.enums import Phase
from maillage.calls.forms.calls import (
    AnswerForm,
    AskForm,
    CallForm,
    FunderForm,
    IntentForm,
    QuestionForm,
    first_days,
    start_of,
)
from maillage.calls.queries import calls as queries
from maillage.calls.views.pages import call_or_404, of_call, trail
from maillage.directory.queries.links import structure_names
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

FORM = ["GET", "HEAD", "POST"]
NOBODY = "Un appel s’écrit pour un jury dont vous tenez les travaux, ou que votre structure tient."


@require_http_methods(FORM)
def open_call(request):
    juries = queries.juries(request.actor)
    if not juries.exists():
        raise Forbidden(NOBODY)
    form = CallForm(request.POST or None, initial=first_days(), juries=juries)
    if submitted(request, form):
        with refusals_in(form):
            told = {"committee": form.cleaned_data["committee"], "values": form.values()}
            made = actions.open_call(by=request.actor, **told)
            return done(
                request, "L’appel est gardé. Ajoutez ses questions, puis publiez-le.", made.get_absolute_url()
            )
    return form_page(request, form, "calls/call_form.html", title="Préparer un appel", trail=trail())


@require_http_methods(FORM)
def correct_call(request, public_id):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    form = CallForm(request.POST or None, initial=start_of(row), published=row if row.published_at else None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"version": form.cleaned_data["version"], "values": form.values()}
            actions.correct_call(by=request.actor, call=row, **told)
            return done(request, "L’appel est corrigé.", row.get_absolute_url())
    lead = (
        "Il est publié\u00a0: seuls ses mots et la suite de son calendrier changent."
        if row.published_at
        else ""
    )
    told = {"title": "Corriger l’appel", "trail": of_call(row), "lead": lead}
    return form_page(request, form, "calls/call_form.html", **told)


@require_POST
def publish_call(request, public_id):
    row, _ = call_or_404(request, public_id)
    with refusals_told(request):
        actions.publish_call(by=request.actor, call=row)
        return done(request, "L’appel est publié.", row.get_absolute_url())
    return redirect(row)


@require_http_methods(FORM)
def add_question(request, public_id):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    form = QuestionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_question(by=request.actor, call=row, values=form.cleaned_data)
            return done(request, "La question est ajoutée.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter une question", trail=of_call(row), save="Ajouter")


@require_POST
def remove_question(request, public_id, number):
    row, _ = call_or_404(request, public_id)
    question = row_or_404(row.questions.select_related("call__committee"), number)
    with refusals_told(request):
        actions.remove_question(by=request.actor, question=question)
        return done(request, "La question est retirée.", row.get_absolute_url())
    return redirect(row)


@require_http_methods(FORM)
def add_funder(request, public_id):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    form = FunderForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_funder(by=request.actor, call=row, **form.cleaned_data)
            return done(request, "Le financeur est ajouté.", row.get_absolute_url())
    told = {"title": "Ajouter un financeur", "trail": of_call(row), "save": "Ajouter"}
    return form_page(
        request, form, "directory/naming_form.html", names=structure_names(request.actor), **told
    )


@require_http_methods(FORM)
def ask(request, public_id):
    row, _ = call_or_404(request, public_id)
    rules.check_can_apply(request.actor)
    form = AskForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            asked = actions.ask(by=request.actor, call=row, question=form.cleaned_data["question"])
            words = (
                f"Votre question est partie. Réponse à tous avant le {asked.due_on:%d/%m/%Y}, sans votre nom."
            )
            return done(request, words, row.get_absolute_url())
    lead = "La réponse sera publiée ici, pour tous en même temps."
    told = {"title": "Poser une question", "trail": of_call(row), "save": "Envoyer", "lead": lead}
    return form_page(request, form, **told)


@require_http_methods(FORM)
def answer(request, public_id, number):
    row, standing = call_or_404(request, public_id)
    rules.check_can_publish(request.actor, standing)
    asked = row_or_404(queries.requests(request.actor, row).select_related("call__committee"), number)
    form = AnswerForm(request.POST or None, initial={"question": asked.question})
    if submitted(request, form):
        with refusals_in(form):
            actions.answer(by=request.actor, asked=asked, **form.cleaned_data)
            return done(request, "La réponse est publiée, pour tous.", row.get_absolute_url())
    told = {"title": "Répondre à tous", "trail": of_call(row), "save": "Publier la réponse"}
    return form_page(request, form, **told)


@require_http_methods(FORM)
def send_intent(request, public_id):
    row, _ = call_or_404(request, public_id)
    rules.check_can_apply(request.actor)
    if row.letter_until is None:
        raise Http404
    mine = queries.intents(request.actor, row).filter(structure_id=request.actor.structure_id).first()
    start = {"title": mine.title, "words": mine.words, "shared": mine.shared} if mine else None
    form = IntentForm(request.POST or None, initial=start)
    if submitted(request, form):
        with refusals_in(form):
            actions.send_intent(by=request.actor, call=row, values=form.cleaned_data)
            return done(request, "Votre lettre est envoyée.", row.get_absolute_url())
    open_now = queries.phase_of(row) == Phase.LETTER
    lead = "" if open_now else "Les lettres ne sont plus prises."
    told = {"title": "Lettre d’intention", "trail": of_call(row), "save": "Envoyer", "lead": lead}
    return form_page(request, form, **told)
