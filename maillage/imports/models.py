from datetime import timedelta

from django.db import models
from django.urls import reverse

from maillage.imports.enums import ImportState

STEPS = ("columns", "write", "resume", "undo", "give_up")


class FileImport(models.Model):
    """One file brought in, from its columns to its undoing; what each context adds is its own: policy, counts, owner.

    `mapping`: header → data as decided. `job_id` is the work that may write now: another one stops by itself.
    The context names its pages `import` and `import_<step>`, its tasks `check_import`, `write_import`, `undo_import`.
    """

    NOUNS: dict[str, str] = {}
    """What the work of a state counts, when it is not lines."""
    SILENT_FOR = timedelta(minutes=2)
    """Work that says nothing for so long is taken for lost: longer than its longest step."""

    filename = models.CharField("fichier", max_length=200)
    mapping = models.JSONField("correspondance des colonnes", default=dict)
    state = models.CharField("état", max_length=10, choices=ImportState.listed, default=ImportState.DROPPED)
    job_id = models.UUIDField("travail", null=True)
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    moved_at = models.DateTimeField("dernière avancée", null=True)
    written_at = models.DateTimeField("importé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse(f"{self._meta.app_label}:import", args=[self.pk])

    @property
    def urls(self) -> dict[str, str]:
        """Step → its page."""
        return {step: reverse(f"{self._meta.app_label}:import_{step}", args=[self.pk]) for step in STEPS}
