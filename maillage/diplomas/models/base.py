"""What every row of reference says beside its figures: where it was read, and whether somebody checked it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from maillage.directory.models.base import NO_NULL, short_text
from maillage.permissions import Actor


class ReferenceQuerySet(models.QuerySet[Any]):
    """Reference data: everybody reads all of it, the maintenance role alone writes it."""

    def visible_to(self, actor: Actor) -> Self:
        return self.all()


class Sourced(models.Model):
    """`to_confirm`: no second source agrees yet, or the official text was not read; `note` says what is missing."""

    source = models.CharField("source", max_length=300, validators=NO_NULL)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    to_confirm = models.BooleanField("à confirmer", default=False)
    note = short_text("remarque", 500)

    class Meta:
        abstract = True


def in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{last: None}) | Q(**{f"{last}__gte": F(first)}),
        name=name,
        violation_error_message="Le dernier jour vient après le premier.",
    )
