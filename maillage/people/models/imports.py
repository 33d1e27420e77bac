from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.imports.enums import ImportState
from maillage.imports.models import FileImport
from maillage.people.models.base import identifier
from maillage.permissions.constraints import RowSecurity
from maillage.permissions.managers import VisibleManager

STARTED = (ImportState.WRITING, ImportState.WRITTEN, ImportState.UNDOING)


class Import(FileImport):
    """One file of households brought in: what was in it, what became of it, and its undoing.

    `headers` are as written in the file; `months` ["2026-08"] are those an amount without a month stands for.
    `read`: items of the file already written, where a resumed import goes on. `report`: whose report is shown.
    `written` and `removed`: counts by code. `kept`: ids of households left by an undo, changed since.
    """

    NOUNS = {ImportState.UNDOING: "foyer"}

    id = identifier()
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="importé par")
    fingerprint = models.CharField("empreinte", max_length=64)
    headers = models.JSONField("en-têtes", default=list)
    months = models.JSONField("mois de référence", default=list)
    counts = models.JSONField("décompte de l’essai", default=dict)
    report = models.UUIDField("compte rendu", null=True)
    twice = models.BooleanField("créer aussi les foyers déjà là", default=False)
    read = models.PositiveIntegerField("éléments lus", default=0)
    written = models.JSONField("décompte de l’import", default=dict)
    removed = models.JSONField("décompte de l’annulation", default=dict)
    kept = models.JSONField("foyers gardés", default=list)

    objects = VisibleManager()

    class Meta(FileImport.Meta):
        verbose_name = "import"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "fingerprint"],
                condition=Q(state__in=STARTED),
                name="people_import_once",
                violation_error_message="Ce fichier a déjà été importé dans votre structure.",
            ),
            RowSecurity(
                name="people_import_own",
                visible="owner_id = (SELECT maillage_actor_user())"
                " AND structure_id = (SELECT maillage_actor_structure())",
            ),
        ]

    @property
    def fault(self) -> str:
        """Why the trial could not read the file."""
        return str(self.counts.get("fault", ""))


class ImportMapping(models.Model):
    """How a structure read a file with these headers the last time. `headers`: fingerprint of the header set."""

    id = identifier()
    structure = models.ForeignKey("directory.Structure", models.CASCADE, verbose_name="structure")
    headers = models.CharField("en-têtes", max_length=64)
    mapping = models.JSONField("correspondance des colonnes", default=dict)
    used_at = models.DateTimeField("dernier usage", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "correspondance de colonnes"
        verbose_name_plural = "correspondances de colonnes"
        constraints = [
            models.UniqueConstraint(fields=["structure", "headers"], name="people_importmapping_once"),
            RowSecurity(
                name="people_importmapping_here",
                visible="structure_id = (SELECT maillage_actor_structure())",
            ),
        ]

    def __str__(self) -> str:
        return self.headers[:12]
