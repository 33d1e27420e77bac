"""A directory's file brought in: what it is, what each of its lines says, what became of it, how to take it back."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from maillage.directory.enums import LineOutcome
from maillage.directory.models.base import Source
from maillage.imports.enums import ImportState
from maillage.imports.models import FileImport
from maillage.permissions.managers import AtWorkManager

AT_WORK_ON_IT = (ImportState.WRITING, ImportState.UNDOING)


class DirectoryImport(FileImport):
    """One file of a source. `columns`: [header, field, sure] as proposed.

    `counts`: of the trial, by kind then outcome;
    `fault`: why it could not be read. `whole`: cards that the file no longer tells are withdrawn.
    """

    NOUNS = {ImportState.WRITING: "fiche", ImportState.UNDOING: "fiche"}
    SILENT_FOR = timedelta(minutes=15)
    """Writing 100,000 cards is one step."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="imports", verbose_name="source")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="importé par"
    )
    shape = models.CharField("forme", max_length=20)
    columns = models.JSONField("colonnes", default=list)
    rows = models.PositiveIntegerField("lignes", default=0)
    whole = models.BooleanField("le fichier dit tout ce que sa source propose", default=True)
    fault = models.CharField("pourquoi il n’est pas lisible", max_length=500, blank=True)
    counts = models.JSONField("décompte", default=dict)
    undone = models.JSONField("décompte de l’annulation", default=dict)

    objects = AtWorkManager()

    class Meta(FileImport.Meta):
        verbose_name = "import d’annuaire"
        verbose_name_plural = "imports d’annuaire"
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=AT_WORK_ON_IT),
                name="directory_import_one_at_a_time",
                violation_error_message="Un autre fichier de cette source est en cours d’import.",
            ),
        ]


class ImportLine(models.Model):
    """What a line of the file says once checked, and what the import does, or did, of it.

    `payload`: columns of the card → values, as JSON. `card_id`, `holder_id`: the card and, of a service, its structure, once
    known. `former`: the card before, for the undoing.
    """

    file = models.ForeignKey(DirectoryImport, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField("ligne")
    kind = models.CharField("fiche", max_length=9)
    code = models.CharField("identifiant", max_length=200, blank=True)
    structure_code = models.CharField("identifiant de la structure", max_length=200, blank=True)
    payload = models.JSONField("valeurs", default=dict)
    remarks = ArrayField(models.TextField(), verbose_name="remarques", default=list)
    refusal = models.TextField("pourquoi elle est refusée", blank=True)
    outcome = models.CharField("suite", max_length=9, choices=LineOutcome.listed, blank=True)
    card_id = models.BigIntegerField("fiche écrite", null=True)
    holder_id = models.BigIntegerField("structure", null=True)
    former = models.JSONField("valeurs d’avant", null=True)
    undone = models.BooleanField("annulée", default=False)

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        ordering = ["line", "pk"]
        indexes = [
            models.Index(fields=["file", "kind", "code"], name="directory_line_by_code"),
            models.Index(fields=["file", "outcome", "line"], name="directory_line_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.code}"
