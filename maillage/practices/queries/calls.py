"""Calls for sheets, what answers them, what they still lack."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.permissions import Actor
from maillage.practices.catalogue import tags
from maillage.practices.models import CallAnswer, Sheet, SheetCall
from maillage.practices.queries.library import published
from maillage.practices.rules import held


def calls(actor: Actor) -> QuerySet[Any]:
    """Those that close last first; `published`: how many sheets anybody reads."""
    out = Q(answers__sheet__published_at__isnull=False, answers__sheet__withdrawn_on=None)
    rows = SheetCall.objects.visible_to(actor).select_related("committee")
    found: QuerySet[Any] = rows.annotate(published=Count("answers", filter=out))
    return found.order_by("-closes_on", "-pk")


def open_calls(actor: Actor, day: date) -> QuerySet[Any]:
    return calls(actor).filter(opened_on__lte=day, closes_on__gte=day)


def answered_by(actor: Actor, call: SheetCall) -> list[Any]:
    """The published sheets, as the library shows them."""
    answers = CallAnswer.objects.visible_to(actor).filter(call=call)
    return list(published(actor).filter(sheet__in=answers.values("sheet")))


def still_written(actor: Actor, call: SheetCall) -> QuerySet[Sheet]:
    """Sheets that answer and that this actor alone, with theirs, reads for now."""
    answers = CallAnswer.objects.visible_to(actor).filter(call=call)
    return Sheet.objects.filter(held(actor), pk__in=answers.values("sheet"), published_at=None)


def lacking(call: SheetCall, answered: list[Any]) -> list[str]:
    """Tags asked for that no published answer bears."""
    there = {tag for one in answered for tag in one.tags}
    known = tags(ended=True)
    return [known.get(tag, tag) for tag in call.tags if tag not in there]


def answering(actor: Actor, call: SheetCall) -> QuerySet[Sheet]:
    """Sheets that this actor may propose."""
    answers = CallAnswer.objects.filter(call=call)
    rows = Sheet.objects.filter(held(actor), withdrawn_on=None).exclude(pk__in=answers.values("sheet"))
    return rows.order_by("title", "pk")


def of_sheet(actor: Actor, sheet: Sheet) -> QuerySet[Any]:
    answers = CallAnswer.objects.visible_to(actor).filter(sheet=sheet)
    return calls(actor).filter(pk__in=answers.values("call"))
