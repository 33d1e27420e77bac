"""`Model.objects.visible_to(actor)`: the only way to rows in views."""

from importlib import import_module
from typing import Any, Self

from django.db import models

from maillage.permissions.actor import Actor


class VisibleQuerySet(models.QuerySet[Any]):
    """What `visible(model, actor)` says in the rules of the model's own context."""

    def visible_to(self, actor: Actor) -> Self:
        rules = import_module(f"maillage.{self.model._meta.app_label}.rules")
        return self.filter(rules.visible(self.model, actor))


class AtWorkQuerySet(models.QuerySet[Any]):
    """For professionals, whichever their structure."""

    def visible_to(self, actor: Actor) -> Self:
        return self if actor.at_work else self.none()


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
AtWorkManager = models.Manager.from_queryset(AtWorkQuerySet)
