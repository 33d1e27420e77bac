"""A candidate's own VAE, block by block; read by whom they choose."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.diplomas.enums import BlockResult, Setting, Stage
from maillage.diplomas.models.base import in_order
from maillage.diplomas.models.reference import Block, DiplomaVersion
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, short_text
from maillage.directory.models.columns import public_id, signer
from maillage.governance.models.base import HERE, ME
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager

OF_VAE = "vae_id IN (SELECT id FROM diplomas_vae)"


class Vae(models.Model):
    """`shared_with`: the structure whose training officers read it, as long as the candidate wants."""

    public_id = public_id()
    user = signer("candidat")
    diploma_version = models.ForeignKey(
        DiplomaVersion, models.PROTECT, related_name="+", verbose_name="diplôme visé"
    )
    coach = short_text("qui m’accompagne", 150)
    shared_with = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="montré à"
    )
    jury_on = models.DateField("jury convoqué le", null=True, blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "VAE"
        verbose_name_plural = "VAE"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "diploma_version"],
                condition=Q(ended_on=None),
                name="diplomas_vae_once",
                violation_error_message="Vous avez déjà une VAE en cours pour ce diplôme.",
            ),
            RowSecurity(
                name="diplomas_vae_seen",
                visible=f"user_id = {ME} OR (shared_with_id = {HERE} AND maillage_actor_has('training_officer'))",
            ),
            RowHistory(name="diplomas_vae_history"),
        ]

    def __str__(self) -> str:
        return f"VAE, {self.diploma_version.diploma}"

    def get_absolute_url(self) -> str:
        return reverse("diplomas:vae", args=[self.public_id])


class VaeStage(models.Model):
    """A stage that was reached, and when."""

    vae = models.ForeignKey(Vae, models.CASCADE, related_name="stages")
    stage = models.CharField("étape", max_length=11, choices=Stage.listed)
    done_on = models.DateField("le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "étape d’une VAE"
        verbose_name_plural = "étapes des VAE"
        ordering = ["done_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vae", "stage"],
                name="diplomas_stage_once",
                violation_error_message="Cette étape est déjà notée.",
            ),
            RowSecurity(name="diplomas_vaestage_seen", visible=OF_VAE),
            RowHistory(name="diplomas_vaestage_history"),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())


class VaeBlock(models.Model):
    """A block that is asked for, and what the jury said of it."""

    vae = models.ForeignKey(Vae, models.CASCADE, related_name="asked")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    result = models.CharField(
        "résultat", max_length=7, choices=BlockResult.listed, default=BlockResult.WANTED
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "bloc d’une VAE"
        verbose_name_plural = "blocs des VAE"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vae", "block"], name="diplomas_vaeblock_once"),
            RowSecurity(name="diplomas_vaeblock_seen", visible=OF_VAE),
            RowHistory(name="diplomas_vaeblock_history"),
        ]

    def __str__(self) -> str:
        return str(self.block)


class Experience(models.Model):
    """What was done, at work or outside, that shows a skill; what proves it, and who attests it."""

    vae = models.ForeignKey(Vae, models.CASCADE, related_name="experiences")
    title = models.CharField("ce que j’ai fait", max_length=200, validators=NO_NULL)
    setting = models.CharField("où", max_length=7, choices=Setting.listed)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    proof = short_text("ce qui le montre", 300)
    attested_by = short_text("qui l’atteste", 150)

    objects = VisibleManager()

    class Meta:
        verbose_name = "expérience d’une VAE"
        verbose_name_plural = "expériences des VAE"
        ordering = ["-since", "pk"]
        constraints = [
            in_order("since", "until", "diplomas_experience_dates"),
            models.UniqueConstraint(
                fields=["vae", "title", "since"],
                name="diplomas_experience_once",
                violation_error_message="Cette expérience est déjà notée.",
            ),
            RowSecurity(name="diplomas_experience_seen", visible=OF_VAE),
            RowHistory(name="diplomas_experience_history"),
        ]

    def __str__(self) -> str:
        return self.title
