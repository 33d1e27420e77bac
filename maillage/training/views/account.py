"""One's own account: its year, a training declared, a line contested; what a structure answers."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.files.refusals import Refused
from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.training import attestations
from maillage.training.actions import account as actions
from maillage.training.enums import Answer
from maillage.training.forms.account import ContestForm, DeclareForm
from maillage.training.forms.sessions import AnswerForm
from maillage.training.queries import account as queries
from maillage.training.queries import sessions as coming
from maillage.training.queries import waiting
from maillage.training.queries.rulebook import current_themes
from maillage.training.rules import (
    can_confirm,
    can_judge,
    can_open,
    check_can_ask,
    check_can_confirm,
    check_can_judge,
    check_can_lead,
)
from maillage.training.session_words import dates, seats, turn, where
from maillage.training.views.pages import (
    FORM,
    OWN,
    contest_or_404,
    declaration_or_404,
    in_own,
    line_or_404,
    to_answer,
    trail,
)
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import pdf_file

NOBODY_THERE = "Personne n’y a le rôle «\u00a0chargé de formation\u00a0»\u00a0: demandez à votre administrateur qui doit répondre."
STATES = {
    Answer.WAITING: ("Attend une réponse", "waiting"),
    Answer.YES: ("Acceptée", "done"),
    Answer.NO: ("Refusée", "late"),
}


def asked_year(request):
    """The one in the address, or this one."""
    typed, today = request.GET.get("annee", ""), timezone.localdate().year
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today
    return year if 2000 <= year <= today else today


@require_safe
def account(request):
    check_can_ask(request.actor)
    told = queries.year_of(request.actor, asked_year(request))
    registrations = list(coming.own_to_come(request.actor)[:10])
    rooms = coming.rooms(request.actor, {one.session for one in registrations})
    this_year = told.year == timezone.localdate().year
    proposed = queries.proposed(request.actor) if this_year and told.account.missing else []
    halves = int(told.version.days * 2)
    context = {
        "title": OWN,
        "trail": trail(),
        "told": told,
        "lines": [_line(one) for one in told.told],
        "days": attestations.days(told.account.days),
        "target": attestations.days(told.version.days),
        "halves": halves,
        "done": min(halves, told.account.half_days),
        "left_over": told.account.left_over,
        "adopted": attestations.adopted(told),
        "years": queries.years(request.actor),
        "coming": [(one, turn(one, rooms[one.session_id])) for one in registrations],
        "declared": [
            (one, STATES[one.state])
            for one in queries.declarations(request.actor)
            .filter(user=request.actor.user_id)
            .exclude(state=Answer.YES)[:20]
        ],
        "proposed": [
            (one, dates(one), where(one), seats(one, room), themes) for one, room, themes in proposed
        ],
    }
    return render(request, "training/account.html", context)


def _line(told):
    """Its mark, whether it may be contested, what was said of it."""
    counted, hours = told.decided.counted, told.line.hours
    mark = (
        ("Compte", "done")
        if counted == hours
        else ("Ne compte pas", "")
        if not counted
        else ("Compte en partie", "waiting")
    )
    contest = told.contest
    said = STATES[contest.state] if contest else None
    return {
        "one": told,
        "mark": mark,
        "contestable": contest is None and counted < hours,
        "contest": contest,
        "said": said,
    }


@require_safe
def account_pdf(request):
    check_can_ask(request.actor)
    told = queries.year_of(request.actor, asked_year(request))
    name = request.actor.label.split(",")[0]
    return pdf_file(f"compte-de-formation-{told.year}", "web/record.typ", attestations.year_data(name, told))


@FORM
def declare(request):
    check_can_ask(request.actor)
    form = DeclareForm(request.POST or None, request.FILES or None, themes=list(current_themes()))
    if submitted(request, form):
        sent = form.cleaned_data["file"]
        upload = Upload(sent.name, sent.read()) if sent else None
        with refusals_in(form):
            try:
                made = actions.declare(by=request.actor, values=form.values(), upload=upload)
                return done(request, "C’est déclaré. Votre employeur a une date pour répondre.", made)
            except Refused as refusal:
                form.add_error("file", str(refusal))
    lead = (
        "Une formation suivie hors de Maillage. Votre employeur la confirme, puis elle entre à votre compte."
    )
    return form_page(
        request, form, title="Déclarer une formation", lead=lead, trail=in_own(), save="Déclarer"
    )


@require_safe
def declaration(request, public_id):
    row = declaration_or_404(request, public_id)
    mine = row.user_id == request.actor.user_id
    context = {
        "title": row.title,
        "trail": in_own() if mine else to_answer(),
        "row": row,
        "mine": mine,
        "state": STATES[row.state],
        "answers": row.state == Answer.WAITING and can_confirm(request.actor, row.structure_id, row.user_id),
    }
    return render(request, "training/declaration.html", context)


@require_safe
def declaration_file(request, public_id):
    row = declaration_or_404(request, public_id)
    if not row.file_key:
        raise Http404
    content = actions.read_file(by=request.actor, declaration=row)
    return attachment(row.file_name, row.media_type, content)


@require_POST
def withdraw_declaration(request, public_id):
    row = declaration_or_404(request, public_id)
    actions.withdraw_declaration(by=request.actor, declaration=row)
    return done(request, "La déclaration est retirée.", "training:account")


@FORM
def answer_declaration(request, public_id):
    row = declaration_or_404(request, public_id)
    check_can_confirm(request.actor, row.structure_id, row.user_id)
    form = AnswerForm(request.POST or None, yes="Je confirme", no="Refuser")
    if submitted(request, form):
        with refusals_in(form):
            accepted, reason = form.told()
            actions.answer_declaration(by=request.actor, declaration=row, accepted=accepted, reason=reason)
            return done(request, "La réponse est enregistrée.", "training:to_answer")
    context = {"row": row, "trail": to_answer((row.title, row.get_absolute_url())), "save": "Répondre"}
    title = f"Confirmer une formation de {row.user}"
    return form_page(request, form, "training/answer_declaration.html", title=title, **context)


@FORM
def contest_line(request, public_id):
    line = line_or_404(request, public_id)
    form = ContestForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.contest(by=request.actor, line=line, words=form.cleaned_data["words"])
            return done(request, "Votre demande est envoyée\u00a0: une personne y répondra.", made)
    lead = f"«\u00a0{line.title}\u00a0». Une personne relira cette ligne et répondra avec ses raisons, avant une date que vous verrez."
    return form_page(request, form, title="Contester une ligne", lead=lead, trail=in_own(), save="Contester")


@require_safe
def contest(request, public_id):
    row = contest_or_404(request, public_id)
    mine = row.user_id == request.actor.user_id
    context = {
        "title": "Ligne contestée",
        "trail": in_own() if mine else to_answer(),
        "row": row,
        "line": row.line,
        "why": queries.rule_of(row.line),
        "mine": mine,
        "state": STATES[row.state],
        "answers": row.state == Answer.WAITING and can_judge(request.actor, row.structure_id, row.user_id),
        "nobody": NOBODY_THERE
        if mine and row.state == Answer.WAITING and not queries.is_answered_there(row)
        else "",
    }
    return render(request, "training/contest.html", context)


@FORM
def answer_contest(request, public_id):
    row = contest_or_404(request, public_id)
    check_can_judge(request.actor, row.structure_id, row.user_id)
    form = AnswerForm(request.POST or None, yes="Cette ligne compte", no="Elle ne compte pas")
    if submitted(request, form):
        with refusals_in(form):
            accepted, reason = form.told()
            actions.answer_contest(by=request.actor, contest=row, accepted=accepted, reason=reason)
            return done(request, "La réponse est enregistrée\u00a0: la ligne suit.", "training:to_answer")
    context = {
        "row": row,
        "line": row.line,
        "why": queries.rule_of(row.line),
        "trail": to_answer(),
        "save": "Répondre",
    }
    title = f"{row.user} conteste une ligne"
    return form_page(request, form, "training/answer_contest.html", title=title, **context)


@require_safe
def answering(request):
    """What waits for one's answer."""
    if not can_open(request.actor):
        check_can_lead(request.actor)
    today = timezone.localdate()
    asked = list(waiting.to_agree(request.actor)[:50])
    context = {
        "title": "À répondre",
        "trail": trail(),
        "registrations": [(one, dates(one.session), one.answer_due < today) for one in asked],
        "declarations": [(one, one.due_on < today) for one in waiting.to_confirm(request.actor)[:50]],
        "contests": [(one, one.due_on < today) for one in waiting.to_judge(request.actor)[:50]],
    }
    return render(request, "training/to_answer.html", context)
