"""Files that pages give: tables as CSV, documents as PDF, calendars."""

from io import BytesIO

from django.http import HttpResponse

from maillage.sheets import write_table
from maillage.web.pdf import render_pdf


def csv_file(name, headers, rows):
    target = BytesIO()
    write_table(headers, rows, target, "csv")
    return attached(target.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def pdf_file(name, template, data):
    return attached(render_pdf(template, data), "application/pdf", f"{name}.pdf")


def calendar_file(name, content):
    return attached(content, "text/calendar; charset=utf-8", f"{name}.ics")


def attached(content, content_type, name):
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
