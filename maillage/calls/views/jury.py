"""The board of a jury: its files, who reads which; jurors step aside, read blind; then they discuss."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.calls import file_paper, rules
from maillage.calls.actions import applications as file_actions
from maillage.calls.actions import jury as actions
from maillage.calls.forms.applications import CorrectionForm
from maillage.calls.forms.jury import AsideForm, AssignForm, PutAsideForm, ReadingForm, SpreadForm
from maillage.calls.queries import calls as all_calls
from maillage.calls.queries import jury as queries
from maillage.calls.views.pages import call_or_404, file_or_404, of_call, of_jury, state_status
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import A_PAGE, paged

FORM = ["GET", "HEAD", "POST"]


def jury_or_404(request, public_id):
    """A call whose files this actor judges, and what they are there."""
    row, standing = call_or_404(request, public_id)
    if not rules.can_judge(request.actor, standing):
        raise Http404
    return row, standing


def judged_or_404(request, public_id):
    """A file of one's jury, that one may judge."""
    row = file_or_404(request, public_id)
    standing = all_calls.standing_in(request.actor, row.call)
    if not rules.can_judge(request.actor, standing) or queries.judged_or_none(request.actor, row) is None:
        raise Http404
    return row, standing


@require_safe
def jury(request, public_id):
    row, standing = jury_or_404(request, public_id)
    found = queries.files(request.actor, row)
    page, pages = paged(request, found)
    rulings = {
        one.application_id: one
        for one in queries.rulings(request.actor, row).filter(application__in=[f.pk for f in page])
    }
    decided = queries.rulings(request.actor, row)
    keeps = rules.can_keep_jury(request.actor, standing)
    context = {
        "title": f"Jury\u00a0: {row.title}",
        "trail": of_call(row),
        "call": row,
        "page": page,
        "rows": [(one, state_status(one), rulings.get(one.pk)) for one in page],
        "pages": pages,
        "to_read": queries.own_assignments(request.actor).filter(application__call=row)[:A_PAGE],
        "keeps": keeps,
        "closed": not all_calls.open_now(row),
        "spread": SpreadForm() if keeps else None,
        "decided": decided.count() if keeps else 0,
        "waiting": decided.filter(notified_on=None).count() if keeps else 0,
    }
    return render(request, "calls/jury.html", context)


@require_POST
def spread(request, public_id):
    row, _ = jury_or_404(request, public_id)
    form = SpreadForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Écrivez combien de membres lisent chaque dossier, en chiffres.")
        return redirect("calls:jury", row.public_id)
    each = form.cleaned_data["each"]
    with refusals_told(request):
        count = actions.spread(by=request.actor, call=row, each=each)
        words = f"Dossiers confiés\u00a0: {count}." if count else "Tous les dossiers sont déjà confiés."
        return done(request, words, "calls:jury", row.public_id)
    return redirect("calls:jury", row.public_id)


@require_POST
def open_discussion(request, public_id):
    row, _ = jury_or_404(request, public_id)
    with refusals_told(request):
        actions.open_discussion(by=request.actor, call=row)
        return done(
            request,
            "La discussion est ouverte\u00a0: le jury lit toutes les lectures.",
            "calls:jury",
            row.public_id,
        )
    return redirect("calls:jury", row.public_id)


@require_http_methods(FORM)
def step_aside(request, public_id):
    row, _ = judged_or_404(request, public_id)
    form = AsideForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.step_aside(by=request.actor, application=row, reason=form.cleaned_data["reason"])
            return done(
                request, "C’est noté. Vous ne verrez plus ce dossier.", "calls:jury", row.call.public_id
            )
    lead = (
        "Ce dossier disparaîtra pour vous, partout, jusqu’à la fin. Vous ne compterez pas dans sa décision."
    )
    told = {"title": "Me déporter de ce dossier", "trail": above(row), "lead": lead, "save": "Me déporter"}
    return form_page(request, form, **told)


def above(row):
    return of_jury(row.call, (row.title, row.get_absolute_url()))


@require_http_methods(FORM)
def put_aside(request, public_id):
    row, standing = judged_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    form = PutAsideForm(
        request.POST or None, occupants=queries.members(row.call).exclude(pk__in=queries.set_aside(row))
    )
    if submitted(request, form):
        with refusals_in(form):
            actions.put_aside(by=request.actor, application=row, **form.cleaned_data)
            return done(request, "C’est noté.", "calls:jury", row.call.public_id)
    lead = "Qui travaille pour la structure, ou pour une partenaire, est déporté sans rien faire."
    told = {"title": "Déporter un membre du jury", "trail": above(row), "lead": lead, "save": "Déporter"}
    return form_page(request, form, **told)


@require_http_methods(FORM)
def assign(request, public_id):
    row, standing = judged_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    form = AssignForm(
        request.POST or None, occupants=queries.readers(row).order_by("seat__college__position", "name")
    )
    if submitted(request, form):
        with refusals_in(form):
            actions.assign(by=request.actor, application=row, occupants=form.cleaned_data["occupants"])
            return done(request, "Le dossier est confié.", row.get_absolute_url())
    lead = "Sont proposés les membres du jury qui peuvent juger ce dossier. Qui n’a pas de compte lit sur papier."
    told = {"title": "Confier ce dossier", "trail": above(row), "lead": lead, "save": "Confier"}
    return form_page(request, form, **told)


@require_http_methods(FORM)
def read(request, public_id):
    """One's own first reading: kept as often as one likes, handed in once."""
    row, _ = judged_or_404(request, public_id)
    mine = next(
        (one for one in queries.assignments(request.actor, row) if one.user_id == request.actor.user_id), None
    )
    if mine is None:
        raise Http404
    if mine.handed_at:
        return redirect(row)
    own = next((one for one in queries.readings(request.actor, row) if one.assignment_id == mine.pk), None)
    form = ReadingForm(request.POST or None, initial=_start(own), criteria=row.call.criteria)
    if submitted(request, form):
        with refusals_in(form):
            hand_in = "garder" not in request.POST
            actions.write_reading(by=request.actor, application=row, hand_in=hand_in, **form.values())
            if hand_in:
                return done(request, "Votre lecture est rendue.", row.get_absolute_url())
            return done(
                request, "Votre lecture est gardée. Personne ne la voit.", "calls:read", row.public_id
            )
    told = {"title": f"Lire\u00a0: {row.title}", "trail": above(row), "application": row}
    return form_page(request, form, "calls/read.html", **told)


@require_http_methods(FORM)
def type_reading(request, public_id, number):
    """By who keeps the jury, from the paper of a juror without an account."""
    row, standing = judged_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    given = row_or_404(queries.on_paper(request.actor, row), number)
    form = ReadingForm(request.POST or None, criteria=row.call.criteria)
    if submitted(request, form):
        with refusals_in(form):
            actions.type_reading(by=request.actor, assignment=given, **form.values())
            return done(request, "La lecture est rendue, au nom de son juré.", row.get_absolute_url())
    lead = "Tel qu’écrit sur le papier. Enregistrée, elle est rendue et ne s’ouvre qu’avec celles des autres."
    title = f"Recopier la lecture de {given.occupant.name}"
    return form_page(request, form, title=title, trail=above(row), lead=lead, save="Rendre cette lecture")


@require_safe
def reading_paper(request, public_id):
    """To be filled in by hand, by a juror without an account."""
    row, _ = judged_or_404(request, public_id)
    return pdf_file(f"lecture-{row.reference}", "web/record.typ", file_paper.reading_data(row))


def _start(own):
    if own is None:
        return None
    return {f"c{rank}": text for rank, text in enumerate(own.words)} | {
        "question": own.question,
        "opinion": own.opinion,
    }


@require_http_methods(FORM)
def ask_correction(request, public_id):
    row, standing = judged_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    form = CorrectionForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            file_actions.ask_correction(by=request.actor, application=row, **form.cleaned_data)
            return done(request, "La structure peut corriger son dossier.", "calls:jury", row.call.public_id)
    lead = "La structure reprend la main jusqu’à ce jour. La version déposée reste gardée."
    told = {"title": "Demander une correction", "trail": above(row), "lead": lead, "save": "Demander"}
    return form_page(request, form, **told)


@require_POST
def admit(request, public_id):
    row, _ = judged_or_404(request, public_id)
    with refusals_told(request):
        file_actions.admit(by=request.actor, application=row)
        return done(request, "Le dossier est recevable.", row.get_absolute_url())
    return redirect(row)
