from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT

from maillage.permissions.constraints import RowSecurity


class Entry(models.Model):
    """One line of the journal: who did (or read) what, when, on which object. Append-only, hash-chained.

    Sixteen chains, chosen by the hash of the object, so that two folders seldom wait for each other. `at`,
    `chain`, `rank`, `previous_hash` and `hash` are set by a trigger; the application can only add lines.
    """

    at = models.DateTimeField("date et heure")
    actor_user_id = models.BigIntegerField("personne", null=True)
    actor_structure_id = models.BigIntegerField("structure", null=True)
    actor_label = models.CharField("nom et qualité", max_length=200)
    verb = models.CharField("acte", max_length=60)
    object_kind = models.CharField("objet", max_length=60)
    object_id = models.CharField("identifiant de l’objet", max_length=60)
    details = models.JSONField("précisions")
    chain = models.SmallIntegerField("chaîne")
    rank = models.BigIntegerField("rang dans la chaîne")
    previous_hash = models.CharField("empreinte précédente", max_length=64)
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        constraints = [
            models.UniqueConstraint(fields=["chain", "rank"], name="audit_entry_rank_once"),
            RowSecurity(
                name="audit_entry_own",
                visible="actor_user_id = (SELECT maillage_actor_user())",
                insert="actor_user_id IS NOT DISTINCT FROM (SELECT maillage_actor_user())",
            ),
        ]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_entry_object"),
            models.Index(fields=["actor_user_id", "at"], name="audit_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.object_kind} {self.object_id}"


class ChainHead(models.Model):
    """The last line of each chain; only the journal's trigger writes it, heads are exported off-site."""

    chain = models.SmallIntegerField("chaîne", primary_key=True)
    rank = models.BigIntegerField("rang")
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "tête de chaîne"
        verbose_name_plural = "têtes de chaîne"

    def __str__(self) -> str:
        return f"{self.chain}:{self.rank}:{self.hash}"


class RowVersion(models.Model):
    """A row as it was before a change or a deletion, kept by trigger; the application cannot read it."""

    at = models.DateTimeField("date et heure")
    table = models.CharField("table", max_length=63)
    row_id = models.CharField("identifiant", max_length=60)
    operation = models.CharField("opération", max_length=6)
    actor_user_id = models.BigIntegerField("personne", null=True)
    former = models.JSONField("ancienne version")

    class Meta:
        verbose_name = "ancienne version d’une ligne"
        verbose_name_plural = "anciennes versions des lignes"
        indexes = [
            models.Index(fields=["table", "row_id"], name="audit_rowversion_row"),
            models.Index(KT("former__person_id"), name="audit_rowversion_person"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.at:%Y-%m-%d %H:%M}"


class HandledRequest(models.Model):
    """A form already sent once: its key and where it led, so that sending it again changes nothing.

    Sent by an account, or by an accompanied person (or their helper) in their own space.
    """

    key = models.UUIDField("clé", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, verbose_name="compte")
    person = models.UUIDField("personne accompagnée", null=True)
    location = models.CharField("adresse de la suite", max_length=500, default="/")
    at = models.DateTimeField("date et heure", auto_now_add=True)

    class Meta:
        verbose_name = "formulaire déjà reçu"
        verbose_name_plural = "formulaires déjà reçus"
        indexes = [models.Index(fields=["at"], name="audit_handled_at")]

    def __str__(self) -> str:
        return str(self.key)
