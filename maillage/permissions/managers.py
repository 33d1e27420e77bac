"""`Model.objects.visible_to(actor)`: the only way to rows in views."""

from importlib import import_module
from typing import Any, Self

from django.db import models

from maillage.permissions.actor import Actor
from maillage.permissions.once import once_a_page


class VisibleQuerySet(models.QuerySet[Any]):
    """What `visible(model, actor)` says in the rules of the model's own context."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(_visible(self.model, actor))


@once_a_page
def _visible(model: type[models.Model], actor: Actor) -> models.Q:
    """Said once a page: where rules go through many tables, building the condition costs as much as asking PostgreSQL."""
    rules = import_module(f"maillage.{model._meta.app_label}.rules")
    condition: models.Q = rules.visible(model, actor)
    return condition


class AtWorkQuerySet(models.QuerySet[Any]):
    """For professionals, whichever their structure."""

    def visible_to(self, actor: Actor) -> Self:
        return self if actor.at_work else self.none()


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
AtWorkManager = models.Manager.from_queryset(AtWorkQuerySet)
