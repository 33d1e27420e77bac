"""Reports: given, cut in parts, each part sorted by a human."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.contributions.actions import reports as actions
from maillage.contributions.forms.reports import ReportForm, SortForm
from maillage.contributions.queries import reports as queries
from maillage.contributions.queries.processes import axes
from maillage.contributions.views.contributions import territories
from maillage.contributions.views.pages import of_process, run_or_403
from maillage.files.serving import attachment
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged
from maillage.web.wording import plural

TITLE = "Comptes rendus"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _of_reports(process, *above):
    return of_process(process, (TITLE, reverse("contributions:reports", args=[process.public_id])), *above)


@require_safe
def reports(request, public_id):
    process = run_or_403(request, public_id)
    page, pages = paged(request, queries.reports(request.actor).filter(process=process))
    context = {"title": TITLE, "trail": of_process(process), "process": process, "page": page, "pages": pages}
    return render(request, "contributions/reports.html", context)


@FORM
def add(request, public_id):
    process = run_or_403(request, public_id)
    form = ReportForm(request.POST or None, request.FILES or None, territories=territories(process))
    if submitted(request, form):
        data = form.cleaned_data
        upload = actions.Upload(data["file"].name, data["file"].read())
        with refusals_in(form, "file"):
            told = {"group": data["group"], "territory": form.chosen(), "held_on": data["held_on"]}
            made = actions.add_report(by=request.actor, process=process, **told, upload=upload)
            return done(
                request,
                "Il est découpé. Triez-le partie par partie, en plusieurs fois si besoin.",
                made.get_absolute_url(),
            )
    lead = "Le texte est découpé en passages. Vous choisissez ceux qui deviennent des contributions."
    return form_page(
        request, form, title="Ajouter un compte rendu", lead=lead, trail=_of_reports(process), save="Découper"
    )


def _report_or_404(request, public_id):
    return row_or_404(queries.reports(request.actor), public_id=public_id)


@require_safe
def report(request, public_id):
    row = _report_or_404(request, public_id)
    found = queries.parts(row)
    context = {
        "title": row.group,
        "trail": _of_reports(row.process),
        "report": row,
        "parts": found,
        "left": sum(one.left for one in found),
        "next": queries.next_part(row),
    }
    return render(request, "contributions/report.html", context)


@require_safe
def download(request, public_id):
    row = _report_or_404(request, public_id)
    return attachment(row.name, row.media_type, actions.read_report(by=request.actor, report=row))


@FORM
def sort(request, public_id, section):
    row = _report_or_404(request, public_id)
    blocks = queries.to_sort(row, section)
    if not blocks:
        return redirect(row.get_absolute_url())
    both = axes(row.process)
    told = {
        "report": row,
        "blocks": blocks,
        "axes": both,
        "spoken": queries.spoken([*both.rows, *both.columns]),
    }
    form = SortForm(request.POST or None, **told)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.sort(by=request.actor, report=row, decided=form.decided())
            return _next(request, row, made)
    context = {
        "title": f"Trier\u00a0: {row.group}",
        "trail": _of_reports(row.process, (row.group, row.get_absolute_url())),
        "first": blocks[0].number,
        "last": blocks[-1].number,
        "count": queries.last_number(row),
    }
    return form_page(request, form, "contributions/sort.html", **context, save="Enregistrer et continuer")


def _next(request, row, made):
    words = f"{plural(made, 'contribution')} de plus." if made else "C’est noté."
    following = queries.next_part(row)
    if following is None:
        return done(request, f"{words} Tout est trié.", row.get_absolute_url())
    return done(request, words, "contributions:sort", row.public_id, following)
