"""{% load web %}: the platform's words (filters) and its components that take Python values or a body (tags)."""

from __future__ import annotations

import datetime
import functools
from typing import Any
from uuid import uuid4

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maillage.web import wording
from maillage.web.comparison import compare

register = template.Library()
REQUEST_KEY = "request_key"


@register.simple_tag
def request_key() -> SafeString:
    """Beside {% csrf_token %} in each POST form: sending it twice does it once (`audit.middleware`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', REQUEST_KEY, uuid4())


def _or_empty(function: Any) -> Any:
    """A missing value shows nothing rather than breaking the page."""

    @functools.wraps(function)
    def shown(value: Any, *arguments: Any) -> str:
        return "" if value in (None, "") else str(function(value, *arguments))

    return shown


for name in ("day", "full_day", "short_day", "moment", "month", "due", "number"):
    register.filter(name, _or_empty(getattr(wording, name)))
register.filter("amount", wording.amount)
register.filter("rate", wording.rate)
register.filter("plural", wording.plural)


@register.filter
def when(value: datetime.date | None, how: str = "short_day") -> SafeString:
    """{{ one.due_on|when }}, {{ one.at|when:"moment" }}: as people say it, beside what machines read, to the second at most."""
    if not value:
        return SafeString("")
    to_machines = value.isoformat()
    if isinstance(value, datetime.datetime):
        to_machines = timezone.localtime(value).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', to_machines, getattr(wording, how)(value))


@register.filter
def as_list(value: Any) -> list[Any]:
    """One sentence or several: always a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


@register.simple_tag
def status(word: str, kind: str = "") -> SafeString:
    """{% status "En retard" "late" %}: a word first, then a colour. kind: late, done, waiting or nothing."""
    return format_html('<span class="status {}">{}</span>', kind, word)


@register.simple_block_tag
def panel(content: str, title: str, ident: str, level: int = 2) -> SafeString:
    """{% panel "Autour d’elle" "circle" %}…{% endpanel %}: a titled card; `ident` is unique in the page."""
    return format_html(
        '<section class="panel" id="{0}" aria-labelledby="{0}-title"><h{1} id="{0}-title">{2}</h{1}>{3}</section>',
        ident,
        level,
        title,
        content,
    )


@register.inclusion_tag("web/_comparison.html")
def comparison(before: str, after: str, before_label: str, after_label: str) -> dict[str, Any]:
    """{% comparison old new "Version du 3 mars" "Version du 9 avril" %}."""
    left, right = compare(before, after)
    return {"sides": [(before_label, left, "del"), (after_label, right, "ins")]}


@register.inclusion_tag("web/_table.html")
def table(caption: str, columns: list[Any], rows: list[Any], ident: str = "") -> dict[str, Any]:
    """{% table "Droits" columns rows %}. columns: [label] or [(label, "number")]; rows: lists of cells, safe or not.

    The first cell of a row is its header. Stacks under 40rem, each cell with its label.
    """
    heads = [(column, "") if isinstance(column, str) else tuple(column) for column in columns]
    body = [[(cell, *head) for cell, head in zip(row, heads, strict=True)] for row in rows]
    return {"caption": caption, "heads": heads, "body": body, "ident": ident}
