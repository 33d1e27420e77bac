"""Around a text: what sheds light on its articles, what members say of them, who adheres to it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import long_text, short_text
from maillage.governance.enums import AdherenceEnding, CommentState
from maillage.governance.models.base import MINE, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.mandates import Text, TextVersion
from maillage.governance.rules.articles import said
from maillage.permissions.constraints import RowHistory, RowSecurity

SEEN_TEXTS = "(SELECT id FROM governance_text)"


class TextLink(models.Model):
    """`text` (an opinion, a doctrine) sheds light on an article of `about`; on the whole of it without `article`."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="links")
    about = models.ForeignKey(Text, models.PROTECT, related_name="lights", verbose_name="texte éclairé")
    article = models.CharField("article", max_length=20, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "éclairage d’un texte"
        verbose_name_plural = "éclairages des textes"
        ordering = ["about", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "about", "article"],
                name="governance_light_once",
                violation_error_message="Ce lien est déjà noté.",
            ),
            models.CheckConstraint(condition=~Q(text=F("about")), name="governance_light_elsewhere"),
            RowSecurity(
                name="governance_textlink_seen",
                visible=f"text_id IN {SEEN_TEXTS} AND about_id IN {SEEN_TEXTS}",
            ),
            RowHistory(name="governance_textlink_history"),
        ]

    def __str__(self) -> str:
        return f"article\u00a0{said(self.article)}" if self.article else "texte entier"


class TextComment(models.Model):
    """What a member says of an article of a version. `parent`: what it replies to, one level deep.

    `passage`: the article as it was, by which its place is found again in what it became.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    text = models.ForeignKey(Text, models.CASCADE, related_name="comments")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="comments")
    article = models.CharField("article", max_length=20, blank=True)
    passage = long_text("article commenté", 200_000)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="de")
    body = long_text("commentaire", 2000)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)
    state = models.CharField("suite", max_length=5, choices=CommentState.listed, default=CommentState.OPEN)
    reason = short_text("pourquoi", 500)
    settled_at = models.DateTimeField("examiné le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="examiné par",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "commentaire d’un texte"
        verbose_name_plural = "commentaires des textes"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommentState.OPEN, settled_at=None, settled_by=None, reason="")
                | ~Q(state=CommentState.OPEN)
                & Q(settled_at__isnull=False, settled_by__isnull=False, parent=None),
                name="governance_comment_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state=CommentState.ASIDE, reason=""),
                name="governance_comment_aside_with_a_reason",
                violation_error_message="Dites pourquoi il est écarté.",
            ),
            RowSecurity(name="governance_textcomment_seen", visible=f"committee_id IN {MINE}"),
            RowHistory(name="governance_textcomment_history"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('governance:text_comments', args=[self.text.public_id])}#c-{self.public_id}"


class Adherence(models.Model):
    """A structure binds itself to a version of a text, and says what it did of it. Taken back or renewed, the row ends and
    stays."""

    structure = models.ForeignKey(Structure, models.PROTECT, related_name="adherences")
    text = models.ForeignKey(Text, models.PROTECT, related_name="adherences", verbose_name="texte")
    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="adherences")
    commitments = long_text("ce à quoi la structure s’engage", 2000)
    adhered_on = models.DateField("depuis le")
    review = long_text("bilan", 2000)
    reviewed_on = models.DateField("bilan du", null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    ending = models.CharField("fin", max_length=9, choices=AdherenceEnding.listed, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "adhésion à un texte"
        verbose_name_plural = "adhésions aux textes"
        ordering = ["-adhered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "text"],
                condition=Q(ended_on=None),
                name="governance_adherence_once",
                violation_error_message="Votre structure y adhère déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="") | Q(ended_on__isnull=False) & ~Q(ending=""),
                name="governance_adherence_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, review="") | Q(reviewed_on__isnull=False) & ~Q(review=""),
                name="governance_adherence_reviewed_whole",
            ),
            RowSecurity(name="governance_adherence_seen", visible="true"),
            RowHistory(name="governance_adherence_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} : {self.text_id}"
