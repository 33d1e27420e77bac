"""Students of a session, and what is theirs alone: their wishes, where they cannot go."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from maillage.directory.models import Structure, Territory
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.placements.enums import BarKind, Need
from maillage.placements.models.base import (
    CANDIDATE_SEEN,
    LINKED,
    LISTED,
    ME,
    NO_NULL,
    OF_RUN,
    OF_SCHOOL,
    VisibleManager,
    public_id,
)
from maillage.placements.models.sessions import School, Session


class Candidate(models.Model):
    """A student in a session: an account, or a name typed by the school. `number`: what is drawn by lot.

    Without an account, `key` opens their list and their result, and `email` is where that link is sent.
    """

    public_id = public_id()
    session = models.ForeignKey(Session, models.PROTECT, related_name="candidates")
    school = models.ForeignKey(School, models.PROTECT, related_name="candidates", verbose_name="école")
    number = models.PositiveIntegerField("numéro")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    name = models.CharField("nom", max_length=160, validators=NO_NULL)
    diploma_code = models.CharField("diplôme", max_length=20, validators=NO_NULL)
    year = models.PositiveSmallIntegerField("année")
    commune = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    email = models.EmailField("adresse e-mail", blank=True, default="")
    key = models.UUIDField("clé du lien", db_default=RandomUUID(), unique=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    created_at = models.DateTimeField("entré le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "étudiant d’une session"
        verbose_name_plural = "étudiants d’une session"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="placements_candidate_number"),
            models.UniqueConstraint(
                fields=["session", "user"],
                name="placements_candidate_once",
                violation_error_message="Cet étudiant est déjà dans la session.",
            ),
            models.CheckConstraint(condition=Q(year__range=(1, 9)), name="placements_candidate_year"),
            RowSecurity(name="placements_candidate_seen", visible=f"user_id = {ME} OR id = {LINKED} OR {OF_SCHOOL} OR {OF_RUN}"),
            RowHistory(name="placements_candidate_history"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["user"], name="placements_candidate_user")]

    def __str__(self) -> str:
        return self.name


class Priority(models.Model):
    """The school says that this student comes first where places are short. Never read by a host."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="priority")
    need = models.CharField("besoin", max_length=8, choices=Need.listed)

    objects = VisibleManager()

    class Meta:
        verbose_name = "étudiant prioritaire"
        verbose_name_plural = "étudiants prioritaires"
        constraints = [
            RowSecurity(name="placements_priority_seen", visible=CANDIDATE_SEEN),
            RowHistory(name="placements_priority_history"),
        ]

    def __str__(self) -> str:
        return self.need


class WishList(models.Model):
    """`seats`: keys of seats, the first one wanted most; no limit. `others`: in the second round, a place that was not
    ranked is welcome rather than none. `shown`: the school may read it too."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="wishes")
    seats = ArrayField(models.BigIntegerField(), verbose_name="vœux", default=list, blank=True)
    others = models.BooleanField("accepte une place non demandée", default=False)
    shown = models.BooleanField("montrée à l’école", default=False)
    filed_at = models.DateTimeField("déposée le", auto_now=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "liste de vœux"
        verbose_name_plural = "listes de vœux"
        constraints = [
            RowSecurity(name="placements_wishlist_seen", visible=LISTED),
            RowHistory(name="placements_wishlist_history"),
        ]

    def __str__(self) -> str:
        return str(self.candidate_id)


class Impossibility(models.Model):
    wishes = models.ForeignKey(WishList, models.CASCADE, related_name="impossibilities")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="structure")
    kind = models.CharField("pourquoi", max_length=5, choices=BarKind.listed)

    objects = VisibleManager()

    class Meta:
        verbose_name = "impossibilité"
        ordering = ["structure__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wishes", "structure"],
                name="placements_impossibility_once",
                violation_error_message="Vous l’avez déjà dit de cette structure.",
            ),
            RowSecurity(
                name="placements_impossibility_seen",
                visible="wishes_id IN (SELECT id FROM placements_wishlist)",
            ),
            RowHistory(name="placements_impossibility_history"),
        ]

    def __str__(self) -> str:
        return self.kind
