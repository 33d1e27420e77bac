from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.people.enums import CircleRole, RequestState
from maillage.people.models.base import PERSON_VISIBLE, identifier
from maillage.people.models.household import Household
from maillage.people.models.person import Person
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Attachment(models.Model):
    """Who may open a person's or a household's file, from which structure. No worker yet: waiting to be taken.

    The open attachments of a person are their circle, each with its role. `consent_of`: the person in whose ledger a
    line in force must cover this worker (for a household, its part "home"); empty inside the team of the file.
    The person reads their circle through `followers`: were these rows theirs, all that hangs on them would be too.
    """

    id = identifier()
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="attachments", verbose_name="personne"
    )
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, related_name="attachments", verbose_name="foyer"
    )
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="professionnel"
    )
    role = models.CharField(
        "rôle", max_length=20, choices=CircleRole.listed, default=CircleRole.SOCIAL_WORKER
    )
    consent_of = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="avec l’accord de"
    )
    reason = models.CharField("motif", max_length=200)
    started_at = models.DateTimeField("depuis le", auto_now_add=True)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    ended_reason = models.CharField("motif du départ", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ouvert par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "rattachement"
        indexes = [
            models.Index(
                # All that policies ask of an attachment: each query of a page reads this index, never the table.
                fields=["structure", "worker"],
                include=["person", "household", "consent_of", "ended_at"],
                name="people_attachment_read",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, household__isnull=True)
                | Q(person__isnull=True, household__isnull=False),
                name="people_attachment_one_target",
                violation_error_message="Un rattachement vise une personne ou un foyer.",
            ),
            models.UniqueConstraint(
                fields=["person", "structure", "worker"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                nulls_distinct=False,
                name="people_attachment_person_once",
            ),
            models.UniqueConstraint(
                fields=["household", "structure", "worker"],
                condition=Q(ended_at__isnull=True, household__isnull=False),
                nulls_distinct=False,
                name="people_attachment_household_once",
            ),
            RowSecurity(
                name="people_attachment_mine",
                visible="structure_id = (SELECT maillage_actor_structure()) AND ("
                "worker_id = (SELECT maillage_actor_user())"
                " OR (worker_id IS NULL AND ((SELECT maillage_actor_has('social_worker'))"
                " OR (SELECT maillage_actor_has('reception'))))"
                " OR (SELECT maillage_actor_has('rights_lead')))"
                " AND (consent_of_id IS NULL OR (ended_at IS NULL AND"
                " ((person_id IS NOT NULL AND consent_of_id IN (SELECT maillage_definer.consenting('')))"
                " OR (household_id IS NOT NULL AND consent_of_id IN (SELECT maillage_definer.consenting('home'))))))"
                " AND coalesce(person_id, household_id) NOT IN (SELECT maillage_definer.blocked_files())",
            ),
            RowHistory(name="people_attachment_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.worker_id}"


class AttachmentRequest(models.Model):
    """Somebody who received a person asks those who already know them to be attached. Written by a definer
    function only: whoever asks never learns whom the row points at, unless they are accepted."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="requests", verbose_name="personne")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="demandé par")
    structure = models.ForeignKey("directory.Structure", models.CASCADE, verbose_name="structure")
    typed_name = models.CharField("nom indiqué", max_length=240)
    motive = models.CharField("motif", max_length=300)
    state = models.CharField("état", max_length=10, choices=RequestState.listed, default=RequestState.PENDING)
    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="répondu par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "demande de rattachement"
        verbose_name_plural = "demandes de rattachement"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "requester", "structure"],
                condition=Q(state="pending"),
                name="people_request_once",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", answered_at=None, answered_by=None)
                | (~Q(state="pending") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="people_request_answer_signed",
            ),
            RowSecurity(
                name="people_request_concerned",
                visible=f"requester_id = (SELECT maillage_actor_user()) OR person_id {PERSON_VISIBLE}",
            ),
            RowHistory(name="people_request_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.state}"


class MatchAttempt(models.Model):
    """One question asked about somebody out of sight: what the hourly quota counts. No identity is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="compte")
    at = models.DateTimeField("date et heure", auto_now_add=True)

    class Meta:
        verbose_name = "recherche hors de vue"
        verbose_name_plural = "recherches hors de vue"
        indexes = [models.Index(fields=["user", "at"], name="people_match_quota")]
        constraints = [
            RowSecurity(name="people_match_own", visible="user_id = (SELECT maillage_actor_user())"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class NotSame(models.Model):
    """Two persons a human has told apart: they are not proposed as duplicates again. `first` has the lower id."""

    id = identifier()
    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="une personne")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="une autre")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="décidé par")
    at = models.DateTimeField("décidé le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "personnes distinctes"
        verbose_name_plural = "personnes distinctes"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_notsame_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_notsame_ordered"),
            RowSecurity(
                name="people_notsame_both",
                visible=f"first_id {PERSON_VISIBLE} AND second_id {PERSON_VISIBLE}",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class PersonMerge(models.Model):
    """Two files of one person made into one, and all that is needed to part them again for 30 days.

    `moved`: {"table.column": [row ids]}; `set_aside`: rows that a unique constraint kept from moving, whole;
    `former` and `chosen`: fields of the kept person before and after. Written by definer functions only.
    """

    id = identifier()
    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges", verbose_name="fiche gardée")
    absorbed = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="fiche réunie")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("réunies le", auto_now_add=True)
    former = models.JSONField("avant", default=dict)
    chosen = models.JSONField("après", default=dict)
    moved = models.JSONField("lignes déplacées", default=dict)
    set_aside = models.JSONField("lignes en double", default=list)
    undone_at = models.DateTimeField("séparées le", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="séparées par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "réunion de fiches"
        verbose_name_plural = "réunions de fiches"
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="people_merge_once"
            ),
            RowSecurity(name="people_merge_kept", visible=f"kept_id {PERSON_VISIBLE}"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"
