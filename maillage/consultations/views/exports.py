"""Counts and answers for a spreadsheet; answers leave a thousand at a time, whatever their number."""

import csv
import datetime as dt
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from maillage.audit.actions import record
from maillage.consultations import results_words as words
from maillage.consultations.actions import workbooks as actions
from maillage.consultations.models import Workbook
from maillage.consultations.queries import questions
from maillage.consultations.queries import results as queries
from maillage.consultations.queries.rows import Sheet, lines
from maillage.consultations.views.pages import kept_or_refused, of_one
from maillage.sheets import neutralise
from maillage.web.answers import form_page, refusals_told, row_or_404
from maillage.web.downloads import attached, csv_file
from maillage.web.wording import plural

NAME = "reponses.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_BOOK = 5000
"""A workbook is made whole in memory before it leaves: a longer one is made by a job; the CSV goes as it is read."""


@require_safe
def counts_csv(request, public_id):
    row = kept_or_refused(request, public_id)
    readable = queries.is_readable(request.actor, row)
    told = words.told(queries.results(row, hide=row.anonymous)) if readable else []
    record(request.actor, "export_results", row)
    return csv_file("resultats", words.HEADERS, words.table(told))


class _Lines:
    """What a CSV writer writes, handed on line by line."""

    def write(self, text):
        return text


@require_safe
def responses_csv(request, public_id):
    row = kept_or_refused(request, public_id)
    actor, sheet = request.actor, Sheet.of(row, questions(row))
    record(actor, "export_responses", row)
    writer = csv.writer(_Lines(), delimiter=";")

    def told():
        yield "\ufeff" + writer.writerow(map(neutralise, sheet.headers))
        for chunk in lines(actor, sheet):
            yield "".join(writer.writerow(map(_as_text, line)) for line in chunk)

    headers = {"Content-Disposition": 'attachment; filename="reponses.csv"'}
    return StreamingHttpResponse(told(), content_type="text/csv; charset=utf-8", headers=headers)


def _as_text(cell):
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    return "" if cell is None else neutralise(cell)


@require_http_methods(["GET", "HEAD", "POST"])
def responses_xlsx(request, public_id):
    """At once when it is short; a long one is asked for, made apart, and taken when it is ready."""
    row = kept_or_refused(request, public_id)
    if request.method == "POST":
        return _asked(request, row)
    total = queries.responses(request.actor, row).count()
    if total > MOST_IN_A_BOOK:
        lead = f"{plural(total, 'réponse')}\u00a0: le fichier se prépare à part. Vous pourrez quitter la page\u00a0: il vous attendra une semaine dans les résultats."
        told = {"title": "Toutes les réponses (Excel)", "lead": lead, "save": "Préparer le fichier"}
        return form_page(request, None, trail=of_one(row), **told)
    record(request.actor, "export_responses", row)
    sheet = Sheet.of(row, questions(row))
    return attached(actions.in_a_book(sheet, lines(request.actor, sheet)), XLSX, NAME)


def _asked(request, row):
    with refusals_told(request):
        return redirect("jobs:show", actions.ask_workbook(by=request.actor, questionnaire=row))
    return redirect("consultations:results", row.public_id)


@require_safe
def workbook(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    rows = Workbook.objects.visible_to(request.actor).filter(questionnaire=row)
    one = row_or_404(rows.select_related("questionnaire"), pk)
    return attached(actions.open_workbook(by=request.actor, workbook=one), XLSX, NAME)
