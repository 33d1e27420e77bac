from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from maillage.accounts.enums import Decision, Role, RoleChange
from maillage.permissions.constraints import RowHistory, RowSecurity


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their memberships, never from the account itself."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    email = models.EmailField("adresse e-mail", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    is_active = models.BooleanField("compte ouvert", default=True)
    date_joined = models.DateTimeField("compte créé le", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> "MembershipQuerySet":
        """Places held on that day, both ends included, unless ended before."""
        still = Q(until__isnull=True) | Q(until__gte=on)
        return self.filter(still, since__lte=on, ended_at__isnull=True)


class Membership(models.Model):
    """A person's place in a structure, with one role, between two dates. Two roles are two memberships.

    `until` is the last day, both planned and past; `ended_at` says that somebody ended it, from that moment on.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="personne")
    structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="memberships", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=30, choices=Role.listed)
    job_title = models.CharField("métier", max_length=80, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    ended_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="retiré par",
    )

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="accounts_membership_dates",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.UniqueConstraint(
                fields=["user", "structure", "role"],
                condition=Q(until__isnull=True),
                name="accounts_membership_once",
                violation_error_message="Cette personne tient déjà ce rôle dans cette structure.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, until__isnull=False),
                name="accounts_membership_ended",
                violation_error_message="Un rôle retiré porte sa date et son auteur.",
            ),
            RowHistory(name="accounts_membership_history"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.job_title or self.get_role_display()}, {self.structure}"


class RoleProposal(models.Model):
    """A sensitive role to give or to end: one administrator asks, another one decides."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="role_proposals", verbose_name="personne")
    structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=30, choices=Role.listed)
    change = models.CharField("changement", max_length=10, choices=RoleChange.listed)
    job_title = models.CharField("métier", max_length=80, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="demandé par")
    proposed_at = models.DateTimeField("demandé le", auto_now_add=True)
    decision = models.CharField("décision", max_length=10, choices=Decision.listed, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    class Meta:
        verbose_name = "changement de rôle à confirmer"
        verbose_name_plural = "changements de rôle à confirmer"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "role", "change"],
                condition=Q(decided_at__isnull=True),
                name="accounts_roleproposal_once",
                violation_error_message="Ce changement attend déjà une confirmation.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["confirmed", "refused"], decided_by__isnull=False, decided_at__isnull=False
                ),
                name="accounts_roleproposal_decided",
                violation_error_message="Une décision porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                condition=~Q(decision="confirmed") | ~Q(decided_by=models.F("proposed_by")),
                name="accounts_roleproposal_two_persons",
                violation_error_message="Une autre personne que celle qui demande doit confirmer.",
            ),
            models.CheckConstraint(
                condition=~Q(change="give")
                | (
                    ~Q(proposed_by=models.F("user"))
                    & (~Q(decision="confirmed") | ~Q(decided_by=models.F("user")))
                ),
                name="accounts_roleproposal_not_oneself",
                violation_error_message="Personne ne se donne un rôle à soi-même.",
            ),
            RowHistory(name="accounts_roleproposal_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_change_display()} {self.get_role_display()} : {self.user}"


class ProConnectIdentity(models.Model):
    """Somebody's account, as ProConnect names them: `sub` at the identity provider `idp_id`. Never found by e-mail.

    Each reads their own; who comes in is found by `maillage_definer.proconnect_account`.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="proconnect_identities", verbose_name="personne"
    )
    idp_id = models.CharField("fournisseur d’identité", max_length=255)
    sub = models.CharField("identifiant chez ce fournisseur", max_length=255)
    linked_at = models.DateTimeField("liée le", auto_now_add=True)

    class Meta:
        verbose_name = "identité ProConnect"
        verbose_name_plural = "identités ProConnect"
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["idp_id", "sub"],
                name="accounts_proconnect_once",
                violation_error_message="Cette identité ProConnect est déjà liée à un autre compte.",
            ),
            models.CheckConstraint(
                condition=~Q(idp_id="") & ~Q(sub=""),
                name="accounts_proconnect_told",
                violation_error_message="ProConnect n’a pas dit qui vous êtes.",
            ),
            RowSecurity(name="accounts_proconnect_own", visible="user_id = (SELECT maillage_actor_user())"),
            RowHistory(name="accounts_proconnect_history"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, ProConnect"
