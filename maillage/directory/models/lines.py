"""Whom to call: lines of a role, for professionals at work only; PostgreSQL hides them from everybody else."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.directory.enums import categories
from maillage.directory.models.base import NO_NULL, phone_number, short_text
from maillage.directory.models.structures import Structure
from maillage.directory.models.territories import Territory
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import AtWorkManager

AT_WORK = "(SELECT maillage_actor_structure()) IS NOT NULL"
MINE = "owner_id = (SELECT maillage_actor_user())"


class DirectLine(models.Model):
    """A line of a structure, by theme and sector: a role's, never a person's mobile. `category` and `sector` empty: all."""

    structure = models.ForeignKey(Structure, models.PROTECT, related_name="lines", verbose_name="structure")
    role = models.CharField("fonction", max_length=120, validators=NO_NULL)
    category = models.CharField("thème", max_length=60, choices=categories, blank=True)
    sector = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="secteur"
    )
    phone = phone_number("ligne directe")
    hours = short_text("horaires", 200)
    deputy = short_text("en cas d’absence", 120)
    deputy_phone = phone_number("ligne de remplacement")
    until = models.DateField("jusqu’au", null=True, blank=True)
    checked_on = models.DateField("vérifiée le")
    wrong_on = models.DateField("signalée fausse le", null=True, blank=True)
    wrong = short_text("ce qui est faux", 200)
    version = models.PositiveIntegerField("version", default=1)

    objects = AtWorkManager()

    class Meta:
        verbose_name = "ligne directe"
        verbose_name_plural = "lignes directes"
        ordering = ["structure__name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone=""),
                name="directory_line_reached",
                violation_error_message="Écrivez le numéro de la ligne.",
            ),
            RowSecurity(name="directory_line_at_work", visible=AT_WORK),
            RowHistory(name="directory_line_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.role}"


class NotebookLine(models.Model):
    """« Mon carnet »: the lines somebody uses, with a word of their own; nobody else sees which."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    line = models.ForeignKey(DirectLine, models.CASCADE, related_name="+")
    remark = short_text("à savoir", 200)
    added_at = models.DateTimeField("ajoutée le", auto_now_add=True)

    class Meta:
        verbose_name = "ligne de mon carnet"
        constraints = [
            models.UniqueConstraint(fields=["owner", "line"], name="directory_notebook_once"),
            RowSecurity(name="directory_notebook_mine", visible=MINE),
        ]

    def __str__(self) -> str:
        return str(self.line_id)
