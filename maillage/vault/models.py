from uuid import uuid4

from django.db import models


class DataKey(models.Model):
    """The key of one person's sealed texts, wrapped by a master key. Without its row, what it sealed is lost.

    `owner` is the person's identifier: the vault knows no persons. Two files made one keep both their keys.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    owner = models.UUIDField("personne", unique=True)
    master = models.CharField("clé maîtresse", max_length=40)
    wrapped = models.BinaryField("clé enveloppée")
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "clé de personne"
        verbose_name_plural = "clés de personne"

    def __str__(self) -> str:
        return str(self.pk)
