"""Counts and answers for a spreadsheet; answers leave a thousand at a time, whatever their number."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.consultations import results_words as words
from maillage.consultations.queries import questions
from maillage.consultations.queries import results as queries
from maillage.consultations.queries.rows import Sheet, lines
from maillage.consultations.views.pages import kept_or_refused
from maillage.sheets import neutralise, write_table
from maillage.web.downloads import attached, csv_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_A_BOOK = 5000
"""A workbook is made whole in memory before it leaves; beyond, the CSV goes as it is read."""


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


@require_safe
def responses_xlsx(request, public_id):
    row = kept_or_refused(request, public_id)
    if queries.responses(request.actor, row).count() > MOST_IN_A_BOOK:
        return redirect("consultations:responses_csv", row.public_id)
    sheet = Sheet.of(row, questions(row))
    record(request.actor, "export_responses", row)
    target = BytesIO()
    rows = (line for chunk in lines(request.actor, sheet) for line in chunk)
    write_table(sheet.headers, rows, target, "xlsx", sheet="Réponses")
    return attached(target.getvalue(), XLSX, "reponses.xlsx")
