"""Files that pages give: tables as CSV, documents as PDF, calendars."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse

from maillage.sheets import write_table
from maillage.web import docx_document, odt_document
from maillage.web.pdf import render_pdf


def csv_file(name: str, headers: Sequence[str], rows: Iterable[Any]) -> HttpResponse:
    target = BytesIO()
    write_table(headers, rows, target, "csv")
    return attached(target.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def pdf_file(name: str, template: str, data: dict[str, Any]) -> HttpResponse:
    return attached(render_pdf(template, data), "application/pdf", f"{name}.pdf")


def record_file(name: str, form: str, data: dict[str, Any]) -> HttpResponse:
    """The same record in the form asked for: pdf, docx or odt."""
    if form == "docx":
        return attached(docx_document.as_docx(data), docx_document.MEDIA_TYPE, f"{name}.docx")
    if form == "odt":
        return attached(odt_document.as_odt(data), odt_document.MEDIA_TYPE, f"{name}.odt")
    return pdf_file(name, "web/record.typ", data)


def calendar_file(name: str, content: bytes) -> HttpResponse:
    return attached(content, "text/calendar; charset=utf-8", f"{name}.ics")


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
