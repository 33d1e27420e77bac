from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from maillage.directory.models import Service
from maillage.people.models import Person
from maillage.people.models.base import identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.support.enums import ActKind, Medium, NoteKind, ReplyKind, Theme
from maillage.support.models.base import (
    CONTENT_OWN,
    CONTENT_VISIBLE,
    ME,
    MINE,
    PATH_OWN,
    PATH_VISIBLE,
    Content,
    OfPerson,
    VisibleManager,
    about_person,
    part_of_the_circle,
)
from maillage.vault.fields import SealedText


class Note(Content):
    """What a professional writes of a meeting: before, what was done, after. Sealed under the person's key.

    Corrected by its author, beside what others answer; the person's own words are other rows, that nobody rewrites.
    """

    person = about_person(indexed=False)
    kind = models.CharField("nature", max_length=20, choices=NoteKind.listed)
    medium = models.CharField("comment", max_length=20, choices=Medium.listed)
    held_on = models.DateField("date")
    minutes = models.PositiveSmallIntegerField(
        "durée en minutes", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    themes = ArrayField(
        models.CharField(max_length=20, choices=Theme.listed), verbose_name="sujets", default=list, blank=True
    )
    before = SealedText("la situation avant", blank=True)
    synthesis = SealedText("ce qui a été dit et fait", blank=True)
    after = SealedText("ce que cela change", blank=True)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("modifiée le", null=True)
    words: "list[OwnWords]"
    answers: "list[Reply]"
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="modifiée par"
    )

    class Meta:
        verbose_name = "note"
        indexes = [models.Index(fields=["person", "-held_on", "-written_at"], name="support_note_path")]
        constraints = [
            part_of_the_circle("support_note_part"),
            models.CheckConstraint(condition=Q(author__isnull=False), name="support_note_signed"),
            RowSecurity(name="support_note_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
            RowHistory(name="support_note_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.held_on:%d/%m/%Y}"


class OwnWords(Content):
    """What the person says, in their words: dictated during a note, or written by themselves. Never rewritten."""

    person = about_person(indexed=False)
    note = models.ForeignKey(
        Note, models.CASCADE, null=True, blank=True, related_name="own_words", verbose_name="note"
    )
    words = SealedText("ses mots")

    class Meta:
        verbose_name = "parole de la personne"
        verbose_name_plural = "paroles de la personne"
        indexes = [models.Index(fields=["person", "-written_at"], name="support_ownwords_path")]
        constraints = [
            RowSecurity(name="support_ownwords_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
        ]

    def __str__(self) -> str:
        return f"parole du {self.written_at:%d/%m/%Y}"


class Reply(Content):
    """A correction, a disagreement, an addition: beside the note, for whoever reads the note. Never rewritten."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="replies", verbose_name="note")
    kind = models.CharField("nature", max_length=20, choices=ReplyKind.listed)
    text = SealedText("texte")

    class Meta:
        verbose_name = "réponse à une note"
        verbose_name_plural = "réponses à une note"
        constraints = [
            RowSecurity(name="support_reply_level", visible=CONTENT_VISIBLE, own=CONTENT_OWN),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.written_at:%d/%m/%Y}"


class Draft(models.Model):
    """What is being typed, kept for its author alone until it is saved."""

    id = identifier()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="auteur"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    about = models.CharField("formulaire", max_length=60)
    content = SealedText("contenu")
    saved_at = models.DateTimeField("enregistré le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "brouillon"
        constraints = [
            models.UniqueConstraint(fields=["author", "person", "about"], name="support_draft_once"),
            RowSecurity(name="support_draft_author", visible=f"author_id = {ME} AND person_id IN {MINE}"),
        ]

    def __str__(self) -> str:
        return self.about


class Act(OfPerson):
    """A line of the timeline: who did what, when, with what outcome. Nothing of what was said.

    An orientation names the `service` of the directory and its `themes`; without a service, nobody was found for them.
    """

    person = about_person(indexed=False)
    kind = models.CharField("nature", max_length=20, choices=ActKind.listed)
    on = models.DateField("date")
    what = models.CharField("ce qui a été fait", max_length=200)
    outcome = models.CharField("suite", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="par"
    )
    by_label = models.CharField("par", max_length=200, blank=True)
    note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="acts", verbose_name="note"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="service de l’annuaire"
    )
    themes = ArrayField(
        models.CharField(max_length=100),
        verbose_name="thèmes demandés",
        default=list,
        db_default=[],
        blank=True,
    )
    recorded_at = models.DateTimeField("noté le", auto_now_add=True)

    class Meta:
        verbose_name = "étape du parcours"
        verbose_name_plural = "étapes du parcours"
        indexes = [models.Index(fields=["person", "-on", "-recorded_at", "-id"], name="support_act_path")]
        constraints = [
            RowSecurity(name="support_act_path_seen", visible=PATH_VISIBLE, own=PATH_OWN),
            RowHistory(name="support_act_history"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def awaits_outcome(self) -> bool:
        """Something was asked of somebody, who may still answer."""
        return not self.outcome and self.kind in (ActKind.STEP, ActKind.REQUEST, ActKind.ORIENTATION)
