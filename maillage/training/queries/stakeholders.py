from django.db.models import QuerySet

from maillage.permissions import Actor
from maillage.training.models import SelfCheck, Stakeholder, Tie


def stakeholders() -> QuerySet[Stakeholder]:
    rows: QuerySet[Stakeholder] = Stakeholder.objects.select_related("structure")
    return rows


def ties() -> QuerySet[Tie]:
    rows: QuerySet[Tie] = Tie.objects.select_related("one", "other")
    return rows


def self_checks(actor: Actor) -> QuerySet[SelfCheck]:
    rows: QuerySet[SelfCheck] = SelfCheck.objects.visible_to(actor)
    return rows.select_related("user")
