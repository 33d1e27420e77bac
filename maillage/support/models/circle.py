from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.people.models import Person
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.support.enums import HandoverState
from maillage.support.models.base import HERE, ME
from maillage.vault.fields import SealedText


class Accompaniment(models.Model):
    """Somebody is accompanied: by exactly one référent at any time, chosen with them, led by one structure."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    referent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="référent"
    )
    referent_structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure du référent"
    )
    lead_structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure chef de file"
    )
    chosen_with_person = models.BooleanField("choisi avec la personne", default=True)
    referent_since = models.DateField("référent depuis le")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="remplaçant",
    )
    substitute_until = models.DateField("remplacement jusqu’au", null=True, blank=True)
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("terminé le", null=True, blank=True)
    closed_reason = models.CharField("pourquoi il se termine", max_length=200, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "accompagnement"
        indexes = [
            models.Index(
                fields=["referent"], name="support_accompaniment_ref", condition=Q(closed_on__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on__isnull=True),
                name="support_accompaniment_one",
                violation_error_message="Cette personne a déjà un accompagnement ouvert, avec son référent.",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None, substitute_until=None)
                | Q(substitute__isnull=False, substitute_until__isnull=False),
                name="support_accompaniment_substitute",
                violation_error_message="Un remplaçant vient avec la date de fin du remplacement.",
            ),
            RowSecurity(
                name="support_accompaniment_seen",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="support_accompaniment_history"),
        ]

    def __str__(self) -> str:
        return f"accompagnement depuis le {self.opened_on:%d/%m/%Y}"


class Handover(models.Model):
    """A référent proposes to pass on; they stay until the other one accepts. Read by both, and by the person."""

    id = identifier()
    accompaniment = models.ForeignKey(
        Accompaniment, models.CASCADE, related_name="handovers", verbose_name="accompagnement"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="de")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="à")
    taker_structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure de qui reprend"
    )
    reason = models.CharField("pourquoi", max_length=200)
    note = SealedText("où en sont les choses")
    not_to_lose = SealedText("ce qui ne doit pas se perdre", blank=True)
    meeting_on = models.DateField("rencontre à trois le", null=True, blank=True)
    person_agrees = models.BooleanField("la personne est d’accord", default=False)
    state = models.CharField(
        "état", max_length=10, choices=HandoverState.listed, default=HandoverState.PROPOSED
    )
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    answer = models.CharField("réponse", max_length=300, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "passation"
        constraints = [
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=Q(state="proposed"),
                name="support_handover_one",
                violation_error_message="Une passation attend déjà une réponse.",
            ),
            models.CheckConstraint(
                condition=~Q(giver=models.F("taker")), name="support_handover_two_persons"
            ),
            RowSecurity(
                name="support_handover_both",
                visible=f"(giver_id = {ME} OR taker_id = {ME}) AND (person_id {PERSON_VISIBLE}"
                f" OR (state = 'proposed' AND taker_id = {ME} AND taker_structure_id = {HERE}"
                " AND person_id NOT IN (SELECT maillage_definer.blocked_files())))",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="support_handover_history"),
        ]

    def __str__(self) -> str:
        return f"passation {self.get_state_display()}"


class TrustedPerson(models.Model):
    """A relative, a friend, a volunteer that the person wants beside them. They read nothing by that."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    name = models.CharField("nom", max_length=120)
    relation = models.CharField("lien", max_length=80)
    contact = models.CharField("comment la joindre", max_length=120, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    left_reason = models.CharField("pourquoi elle n’est plus là", max_length=200, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "personne de confiance"
        verbose_name_plural = "personnes de confiance"
        constraints = [
            RowSecurity(
                name="support_trusted_seen",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="support_trusted_history"),
        ]

    def __str__(self) -> str:
        return self.name
