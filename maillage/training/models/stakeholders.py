"""Who counts around training, how they are tied, where, what it opens, how one takes part; and what a team asks itself
of an action."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.training.enums import StakeholderKind, TieKind
from maillage.training.models.base import HERE, in_structure, public_id, signer


class Stakeholder(models.Model):
    """An organisation, never a person."""

    public_id = public_id()
    name = models.CharField("nom", max_length=120, validators=NO_NULL)
    kind = models.CharField("type", max_length=11, choices=StakeholderKind.listed)
    where = models.CharField("où", max_length=120, validators=NO_NULL)
    opportunity = long_text("ce que cela ouvre", 500)
    way = long_text("comment y prendre part", 500)
    structure = in_structure("noté par")
    user = signer("écrit par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "acteur de la formation"
        verbose_name_plural = "acteurs de la formation"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="training_stakeholder_once",
                violation_error_message="Cet acteur est déjà sur la carte.",
            ),
            RowSecurity(name="training_stakeholder_seen", visible="true"),
            RowHistory(name="training_stakeholder_history"),
        ]

    def __str__(self) -> str:
        return self.name


class Tie(models.Model):
    """One link, read from the first to the second."""

    public_id = public_id()
    one = models.ForeignKey(Stakeholder, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Stakeholder, models.CASCADE, related_name="ties_to")
    kind = models.CharField("lien", max_length=8, choices=TieKind.listed)
    about = short_text("à propos de quoi", 200)
    structure = in_structure("noté par")
    user = signer("écrit par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "lien entre acteurs"
        verbose_name_plural = "liens entre acteurs"
        ordering = ["one__name", "other__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other", "kind"],
                name="training_tie_once",
                violation_error_message="Ce lien est déjà noté.",
            ),
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="training_tie_of_two",
                violation_error_message="Choisissez deux acteurs différents.",
            ),
            RowSecurity(name="training_tie_seen", visible="true"),
            RowHistory(name="training_tie_history"),
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.get_kind_display()} {self.other}"


class SelfCheck(models.Model):
    """The three D of an action, in words: what is undone, made various, set moving. No mark."""

    public_id = public_id()
    structure = in_structure("équipe")
    user = signer("écrit par")
    written_on = models.DateField("écrit le")
    action = models.CharField("action", max_length=150, validators=NO_NULL)
    deconstruct = long_text("déconstruire", 2000)
    diversify = long_text("diversifier", 2000)
    energise = long_text("dynamiser", 2000)
    next_step = long_text("ce que nous changeons", 1000)

    objects = VisibleManager()

    class Meta:
        verbose_name = "autoévaluation d’une action"
        verbose_name_plural = "autoévaluations des actions"
        ordering = ["-written_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "action", "written_on"],
                name="training_selfcheck_once",
                violation_error_message="Cette action est déjà écrite aujourd’hui.",
            ),
            RowSecurity(name="training_selfcheck_seen", visible=f"structure_id = {HERE}"),
            RowHistory(name="training_selfcheck_history"),
        ]

    def __str__(self) -> str:
        return self.action

    def get_absolute_url(self) -> str:
        return reverse("training:self_check", args=[self.public_id])
