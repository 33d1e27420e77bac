"""A questionnaire from its first word to its close: listed, written, opened, extended, closed, copied."""

from datetime import time, timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.consultations import queries, rules
from maillage.consultations.actions import questionnaires as actions
from maillage.consultations.enums import QuestionKind
from maillage.consultations.forms.questionnaires import ExtendForm, OpenForm, QuestionnaireForm
from maillage.consultations.queries import audience
from maillage.consultations.queries.door import token_of
from maillage.consultations.queries.questionnaires import (
    extensions,
    own_invitation,
    received,
    snapshots,
)
from maillage.consultations.views.pages import HOME, kept_or_refused, of_one, one_or_404, trail
from maillage.directory.models import Structure
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
OPENED = "Le questionnaire est ouvert. Invitez maintenant ceux qui répondent."


@login_not_required
@require_safe
def questionnaires(request):
    actor = request.actor
    mine, mine_pages = paged(request, queries.made(actor))
    context = {
        "title": HOME,
        "trail": trail()[:1],
        "waiting": [(one, token_of(one.key)) for one in queries.waiting(actor)],
        "mine": mine,
        "pages": mine_pages,
        "published": queries.published(actor)[:20],
        "can_ask": rules.can_ask(actor, len(queries.kept_committees(actor))),
    }
    return render(request, "consultations/questionnaires.html", context)


def _askers(actor):
    here = ""
    if rules.asks_for_structure(actor):
        here = Structure.objects.visible_to(actor).get(pk=actor.structure_id).name
    return {"committees": queries.kept_committees(actor), "structure": here}


@FORM
def create(request):
    askers = _askers(request.actor)
    rules.check_can_ask(request.actor, len(askers["committees"]))
    form = QuestionnaireForm(request.POST or None, **askers)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.write_questionnaire(
                by=request.actor, committee=form.committee(), values=form.values()
            )
            return done(request, "C’est noté. Écrivez maintenant les questions.", made.get_absolute_url())
    return form_page(request, form, title="Créer un questionnaire", trail=trail(), save="Continuer")


@login_not_required
@require_safe
def questionnaire(request, public_id):
    row, keeps = one_or_404(request, public_id)
    own = own_invitation(request.actor, row)
    listed = queries.questions(row)
    numbers = {one.pk: number for number, one in enumerate(listed, start=1)}
    context = {
        "title": row.title,
        "trail": trail(),
        "row": row,
        "keeps": keeps,
        "questions": [(one, numbers.get(one.condition_id), _chosen(one)) for one in listed],
        "kinds": QuestionKind.choices,
        "extensions": extensions(row),
        "snapshots": snapshots(request.actor, row),
        "own_token": token_of(own.key) if own and row.runs else "",
        "own": own,
        **(_followed(request, row) if keeps else {}),
    }
    return render(request, "consultations/questionnaire.html", context)


def _chosen(question):
    return question.condition.choices[question.condition_choice] if question.condition else ""


def _followed(request, row):
    """What whoever keeps it follows: who is asked, how many answers came and how."""
    came = received(row)
    link = f"/repondre/{token_of(row.open_key)}/" if row.open_key else ""
    return {
        "received": sum(came.values()),
        "invited": audience.invitations(row).count(),
        "answered": audience.invitations(row).filter(answered=True).count(),
        "open_link": request.build_absolute_uri(link) if link else "",
        "changes": not came,
    }


@FORM
def correct(request, public_id):
    row = kept_or_refused(request, public_id)
    initial = {"title": row.title, "purpose": row.purpose, "level": row.level}
    initial["promise"] = "oui" if row.anonymous else "non"
    told = {"committees": [], "opened": row.opens_at is not None, "initial": initial}
    form = QuestionnaireForm(request.POST or None, **told).without_asker()
    if submitted(request, form):
        with refusals_in(form):
            actions.correct_questionnaire(by=request.actor, questionnaire=row, values=form.values())
            return done(request, "C’est corrigé.", row.get_absolute_url())
    return form_page(request, form, title="Corriger le questionnaire", trail=of_one(row))


@FORM
def open_it(request, public_id):
    row = kept_or_refused(request, public_id)
    initial = {"day": timezone.localdate() + timedelta(days=14), "hour": time(23, 59)}
    form = OpenForm(request.POST or None, initial=initial)
    if submitted(request, form):
        told = {"closes_at": form.until(), "open_link": form.cleaned_data["open_link"]}
        with refusals_in(form):
            actions.open_questionnaire(by=request.actor, questionnaire=row, **told)
            return done(request, OPENED, row.get_absolute_url())
    lead = (
        "On peut y répondre dès maintenant, jusqu’à la dernière seconde de l’heure dite. "
        "Ce qui est promis sur l’anonymat ne change plus."
    )
    told = {"title": "Ouvrir le questionnaire", "trail": of_one(row), "save": "Ouvrir", "lead": lead}
    return form_page(request, form, **told)


@FORM
def extend(request, public_id):
    row = kept_or_refused(request, public_id)
    last = timezone.localtime(row.last_minute) if row.last_minute else timezone.localtime()
    form = ExtendForm(
        request.POST or None, initial={"day": last.date() + timedelta(days=7), "hour": last.time()}
    )
    if submitted(request, form):
        told = {"until": form.until(), "reason": form.cleaned_data["reason"]}
        with refusals_in(form):
            actions.extend_questionnaire(by=request.actor, questionnaire=row, **told)
            return done(request, "Le questionnaire est prolongé.", row.get_absolute_url())
    return form_page(request, form, title="Prolonger le questionnaire", trail=of_one(row), save="Prolonger")


@require_POST
def close(request, public_id):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.close_questionnaire(by=request.actor, questionnaire=row)
        return done(request, "Le questionnaire est clos.", row.get_absolute_url())
    return redirect(row.get_absolute_url())


@require_POST
def copy(request, public_id):
    row = kept_or_refused(request, public_id)
    made = actions.copy_questionnaire(by=request.actor, questionnaire=row)
    return done(request, "Voici la copie\u00a0: changez ce que vous voulez.", made.get_absolute_url())
