"""The report: provisional and whole for who organises, published with small numbers hidden for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.counts import papers
from maillage.counts import report_words as words
from maillage.counts.queries.nights import former
from maillage.counts.queries.report import told
from maillage.counts.queries.results import results as results_of
from maillage.counts.views.pages import kept_or_refused, night_or_404, of_night, trail
from maillage.web.downloads import csv_file, pdf_file
from maillage.web.wording import day, from_to


@require_safe
def results(request, public_id):
    """As lines arrive, nothing hidden."""
    row = kept_or_refused(request, public_id)
    report = told(results_of(request.actor, row), hide=False)
    return _page(request, row, report, "Résultats provisoires", of_night(row), published=False)


@login_not_required
@require_safe
def report(request, public_id):
    row = _published(request, public_id)
    return _page(request, row, row.report, row.title, trail(), published=True)


def _published(request, public_id):
    row, _ = night_or_404(request, public_id)
    if not row.published_at:
        raise Http404
    return row


def _beside(request, row):
    before = former(request.actor, row)
    return (before, before.report) if before else None


def _page(request, row, told, title, above, *, published):
    beside = _beside(request, row)
    context = {
        "title": title,
        "trail": above,
        "row": row,
        "when": from_to(row.starts_at, row.ends_at),
        "published": published,
        "report": told,
        "persons": words.shown(told["persons"]),
        "households": words.shown(told["households"]),
        "estimated": words.estimated(told),
        "seen": words.seen_in_hundred(told),
        "coverage": words.coverage(told),
        "strata": (words.STRATA, told["strata"]),
        "sectors": (words.SECTORS, words.sector_rows(told)),
        "passes": (words.PASSES, words.pass_rows(told)),
        "figures": words.figures(told),
        "method": words.METHOD,
    }
    if beside:
        context["beside"] = beside[0]
        context["against"] = (
            ["Nombre", day(row.starts_at), day(beside[0].starts_at)],
            words.against(told, beside[1]),
        )
        context["moved"] = words.moved(told, beside[1])
    return render(request, "counts/report.html", context)


@login_not_required
@require_safe
def report_pdf(request, public_id):
    row = _published(request, public_id)
    return pdf_file(
        "nuit-de-comptage", "web/record.typ", papers.report(row, row.report, _beside(request, row))
    )


@login_not_required
@require_safe
def report_csv(request, public_id):
    return csv_file("nuit-de-comptage", words.HEADERS, words.table(_published(request, public_id).report))
