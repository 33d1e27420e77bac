from django.conf import settings
from django.db import models

from maillage.people.models.base import PERSON_VISIBLE, identifier
from maillage.people.models.person import Person
from maillage.permissions.constraints import RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.vault.fields import SealedText

NAMED = "(SELECT protected_id FROM people_protectedreader WHERE reader_id = (SELECT maillage_actor_user()))"


class ProtectedAddress(models.Model):
    """Where somebody in danger lives: for named readers, never in a list, a search, a title or a letter.

    Everybody else sees `Person.elected_domicile`. `former` keeps the addresses taken out of the file that day.
    Sealed under the person's key: unreadable in a copy of the database. No history trigger: a former address must
    not be kept elsewhere.
    """

    id = identifier()
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="protected_addresses", verbose_name="personne"
    )
    address = SealedText("adresse protégée")
    motive = SealedText("motif")
    former = SealedText("adresses retirées du dossier", blank=True)
    created_at = models.DateTimeField("protégée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "adresse protégée"
        verbose_name_plural = "adresses protégées"
        constraints = [
            RowSecurity(
                name="people_protected_named",
                visible=f"id IN {NAMED} AND person_id {PERSON_VISIBLE}",
                insert=f"person_id {PERSON_VISIBLE}",
            ),
        ]

    def __str__(self) -> str:
        return "adresse protégée"


class ProtectedReader(models.Model):
    """Somebody who may read a protected address. Named by somebody who already reads it."""

    id = identifier()
    protected = models.ForeignKey(
        ProtectedAddress, models.CASCADE, related_name="readers", verbose_name="adresse protégée"
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="lecteur")

    objects = VisibleManager()

    class Meta:
        verbose_name = "lecteur d’une adresse protégée"
        verbose_name_plural = "lecteurs d’une adresse protégée"
        constraints = [
            models.UniqueConstraint(fields=["protected", "reader"], name="people_protected_reader_once"),
            RowSecurity(
                name="people_protected_reader_self", visible="reader_id = (SELECT maillage_actor_user())"
            ),
        ]

    def __str__(self) -> str:
        return str(self.reader_id)
