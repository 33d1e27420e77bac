"""`Model.objects.visible_to(actor)`: the only way to personal rows in views."""

from typing import Any, Self

from django.db import models

from maillage.permissions import Actor


class VisibleQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        from maillage.rights.rules import visible

        return self.filter(visible(self.model, actor))


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
