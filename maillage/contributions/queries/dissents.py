"""Texts that disagree, each with what it said before; whether it may still be corrected."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from maillage.contributions.models import Dissent, DissentVersion, Process, Synthesis
from maillage.contributions.rules import can_correct_dissent
from maillage.governance.rules import Standing
from maillage.permissions import Actor


def dissents(actor: Actor) -> QuerySet[Any]:
    """Each with `settled`: a synthesis that it stands beside was published since."""
    since = Synthesis.objects.filter(process=OuterRef("process"), published_at__gt=OuterRef("added_at"))
    settled = Case(When(axis=None, then=Exists(since)), default=Exists(since.filter(axis=OuterRef("axis"))))
    rows = Dissent.objects.visible_to(actor).annotate(settled=settled)
    former = Prefetch("former", DissentVersion.objects.visible_to(actor))
    found: QuerySet[Any] = rows.select_related("process__committee", "axis").prefetch_related(former)
    return found


def beside(actor: Actor, synthesis: Synthesis) -> list[Dissent]:
    """Of its row or column, and of the whole."""
    about = Q(axis=None) | Q(axis=synthesis.axis)
    return list(dissents(actor).filter(about, process=synthesis.process))


def is_settled(actor: Actor, dissent: Dissent) -> bool:
    return bool(dissents(actor).filter(pk=dissent.pk, settled=True).exists())


def with_corrections(actor: Actor, process: Process, standing: Standing) -> list[tuple[Any, bool]]:
    """[(text, whether this actor may correct it)]"""
    rows = dissents(actor).filter(process=process)
    return [(one, not one.settled and can_correct_dissent(actor, one, standing)) for one in rows]
