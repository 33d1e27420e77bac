from django.conf import settings
from django.db import models

from maillage.people.managers import VisibleManager
from maillage.people.models.base import identifier
from maillage.permissions.constraints import RowSecurity


class Import(models.Model):
    """One file of households brought in: what was in it, what became of it, and its undoing."""

    id = identifier()
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="importé par")
    filename = models.CharField("fichier", max_length=200)
    fingerprint = models.CharField("empreinte", max_length=64)
    mapping = models.JSONField("correspondance des colonnes", default=dict)
    counts = models.JSONField("décompte", default=dict)
    job_id = models.UUIDField("travail", null=True)
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    written_at = models.DateTimeField("importé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at"]
        constraints = [
            RowSecurity(
                name="people_import_own",
                visible="owner_id = (SELECT maillage_actor_user())"
                " AND structure_id = (SELECT maillage_actor_structure())",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
