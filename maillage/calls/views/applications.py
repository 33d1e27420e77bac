"""A structure's files: begun, written, shared, handed in, read; as their jury reads them too."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.calls import file_paper, rules
from maillage.calls.actions import applications as actions
from maillage.calls.forms.applications import BeginForm, PartnerForm, WriteForm
from maillage.calls.queries import applications as queries
from maillage.calls.queries import calls as all_calls
from maillage.calls.queries import jury
from maillage.calls.views.judged import judged
from maillage.calls.views.pages import (
    OWN,
    call_or_404,
    file_or_404,
    of_call,
    of_file,
    of_jury,
    state_status,
)
from maillage.directory.queries.links import structure_names
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import A_PAGE, paged

FORM = ["GET", "HEAD", "POST"]


@require_safe
def files(request):
    """What waits for this account about calls: its structure's files, agreements asked, what it reads, what is asked."""
    actor = request.actor
    page, pages = paged(request, queries.own(actor))
    context = {
        "title": OWN,
        "rows": [(one, state_status(one)) for one in page],
        "pages": pages,
        "invitations": queries.invitations(actor)[:A_PAGE],
        "to_read": jury.own_assignments(actor)[:A_PAGE],
        "to_answer": all_calls.to_answer(actor).select_related("call")[:A_PAGE],
        "juries": all_calls.judged(actor)[:A_PAGE],
        "works": actor.at_work,
    }
    return render(request, "calls/files.html", context)


@require_http_methods(FORM)
def begin(request, public_id):
    row, _ = call_or_404(request, public_id)
    rules.check_can_apply(request.actor)
    if known := queries.of_call(request.actor, row):
        return redirect(known)
    form = BeginForm(request.POST or None)
    if row.is_label:
        del form.fields["asked"]
    if submitted(request, form):
        with refusals_in(form):
            told = {"title": form.cleaned_data["title"], "asked": form.cleaned_data.get("asked")}
            made = actions.begin(by=request.actor, call=row, **told)
            return done(request, "Le dossier est commencé.", "calls:write_file", made.public_id)
    told = {"title": "Commencer un dossier", "trail": of_call(row), "save": "Commencer"}
    return form_page(request, form, **told)


@require_safe
def application(request, public_id):
    row = file_or_404(request, public_id)
    actor = request.actor
    own = queries.is_own(actor, row)
    standing = all_calls.standing_in(actor, row.call)
    versions = queries.versions(actor, row)
    chosen = _chosen(request, versions)
    writes = own and rules.can_write(actor, row)
    partners = queries.partners(actor, row)
    context = {
        "title": row.title,
        "trail": of_file(row)[:1] if own else of_jury(row.call),
        "application": row,
        "call": row.call,
        "own": own,
        "status": state_status(row),
        "partners": partners,
        "versions": versions,
        "chosen": chosen,
        "content": queries.shown(
            queries.content_of(row) if own and row.writable else chosen.content if chosen else []
        ),
        "writes": writes,
        "short": queries.is_short(row),
        "lacking": queries.lacking(row) if writes else [],
        "ruling": jury.ruling_of(actor, row) if own else None,
        "invitation": next((one for one in partners if queries.waits_for(actor, one)), None),
    }
    if not own and rules.can_judge(actor, standing):
        context |= judged(request, row, standing)
    return render(request, "calls/file.html", context)


def _chosen(request, versions):
    """The version asked for, or the last."""
    asked = request.GET.get("version", "")
    return next((one for one in versions if str(one.number) == asked), versions[-1] if versions else None)


@require_http_methods(FORM)
def write(request, public_id):
    """Saved as it is, complete or not. Any former answer is one tap away."""
    row = file_or_404(request, public_id)
    rules.check_can_write(request.actor, row)
    questions = queries.asked_of(row)
    known = queries.texts(row)
    start = {f"q{pk}": text for pk, text in known.items()} | {
        "title": row.title,
        "asked": row.asked,
        "version": row.version,
    }
    form = WriteForm(request.POST or None, initial=start, questions=questions, label=row.call.is_label)
    formers = queries.formers(request.actor, row)
    if submitted(request, form):
        with refusals_in(form):
            texts = form.texts()
            taken = _taken(request, questions, formers)
            told = {"version": form.cleaned_data["version"], "values": form.values()}
            actions.write(by=request.actor, application=row, texts=texts | taken, **told)
            if taken:
                messages.success(
                    request, "La réponse est reprise. Relisez-la\u00a0: elle a peut-être vieilli."
                )
                return redirect(f"{reverse('calls:write_file', args=[row.public_id])}#q{next(iter(taken))}")
            return done(request, "Le dossier est enregistré.", row.get_absolute_url())
    lines = [(one, field, formers.get(one.key)) for one, field in form.lines()]
    told = {"title": "Écrire le dossier", "trail": of_file(row), "call": row.call, "application": row}
    return form_page(request, form, "calls/write.html", lines=lines, short=queries.is_short(row), **told)


def _taken(request, questions, formers):
    """The former answer that was asked for, by question."""
    asked = request.POST.get("reprendre", "")
    return {one.pk: formers[one.key].text for one in questions if str(one.pk) == asked and one.key in formers}


@require_http_methods(FORM)
def add_partner(request, public_id):
    row = file_or_404(request, public_id)
    rules.check_can_write(request.actor, row)
    form = PartnerForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_partner(by=request.actor, application=row, **form.cleaned_data)
            return done(
                request,
                "La structure est invitée. Elle accepte depuis «\u00a0Nos dossiers\u00a0».",
                row.get_absolute_url(),
            )
    told = {"title": "Associer une structure", "trail": of_file(row), "save": "Inviter"}
    told["lead"] = "Elle lira ce dossier. Il part quand elle a dit oui."
    return form_page(
        request, form, "directory/naming_form.html", names=structure_names(request.actor), **told
    )


def _partner_or_404(request, row, number):
    rows = queries.partners(request.actor, row)
    return next((one for one in rows if one.pk == number), None) or _nobody()


def _nobody():
    raise Http404


@require_POST
def remove_partner(request, public_id, number):
    row = file_or_404(request, public_id)
    partner = _partner_or_404(request, row, number)
    with refusals_told(request):
        actions.remove_partner(by=request.actor, partner=partner)
        return done(request, "Cette structure n’est plus partenaire.", row.get_absolute_url())
    return redirect(row)


@require_POST
def answer_partner(request, public_id, number):
    row = file_or_404(request, public_id)
    partner = _partner_or_404(request, row, number)
    accepted = request.POST.get("accepte") == "oui"
    with refusals_told(request):
        actions.answer_partner(by=request.actor, partner=partner, accepted=accepted)
        return done(request, "Votre réponse est notée.", "calls:files")
    return redirect("calls:files")


@require_POST
def hand_in(request, public_id):
    row = file_or_404(request, public_id)
    with refusals_told(request):
        actions.hand_in(by=request.actor, application=row)
        return done(request, "Le dossier est déposé. Gardez sa référence.", row.get_absolute_url())
    return redirect(row)


@require_safe
def file_pdf(request, public_id):
    row = file_or_404(request, public_id)
    version = _chosen(request, queries.versions(request.actor, row))
    if version is None:
        raise Http404
    paper = file_paper.file_data(row, version, queries.shown(version.content))
    return pdf_file(f"dossier-{row.reference}", "web/record.typ", paper)
