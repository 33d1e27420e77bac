"""A candidate starts a VAE, tells its stages, what the jury said, what shows their skills, and to whom it is shown."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.diplomas.enums import Stage
from maillage.diplomas.models import Block, DiplomaVersion, Experience, Vae, VaeBlock, VaeStage
from maillage.diplomas.queries.paths import next_stage, reached, where_i_work
from maillage.diplomas.rules import check_can_start, check_is_candidate
from maillage.directory.models import Structure
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

OVER = "Cette VAE est terminée\u00a0: elle ne change plus."
NOT_YET = "Ce jour n’est pas encore venu\u00a0: notez une étape quand elle est passée."
BEFORE = "Cette étape vient après la précédente\u00a0: vérifiez le jour."
NOT_THEIRS = "Choisissez une structure où vous travaillez aujourd’hui."


@transaction.atomic
def start_vae(
    *, by: Actor, version: DiplomaVersion, started_on: date, blocks: list[Block], coach: str = ""
) -> Vae:
    """`blocks`: those asked for; none means all of the diploma."""
    check_can_start(by)
    if version.by_vae is False:
        raise ValidationError({"diploma_version": "Ce diplôme ne s’obtient pas par la VAE."})
    if started_on > timezone.localdate():
        raise ValidationError({"started_on": NOT_YET})
    vae = Vae(user_id=account(by), diploma_version=version, coach=coach)
    vae.full_clean(exclude=["user", "diploma_version"])
    vae.save(force_insert=True)
    VaeStage.objects.create(vae=vae, stage=Stage.STARTED, done_on=started_on)
    whole = [one.block for one in version.placed.select_related("block")]
    VaeBlock.objects.bulk_create(VaeBlock(vae=vae, block=one) for one in blocks or whole)
    record(by, "vae_started", vae)
    return vae


def _check_open(by: Actor, vae: Vae) -> None:
    check_is_candidate(by, vae.user_id)
    if vae.ended_on:
        raise Forbidden(OVER)


@transaction.atomic
def tell_stage(*, by: Actor, vae: Vae, stage: str, done_on: date) -> None:
    """The next stage only, in their order; told twice, the first day stays."""
    _check_open(by, vae)
    told = reached(vae)
    if stage in told:
        return
    if stage != next_stage(vae):
        raise Forbidden("Notez d’abord l’étape qui précède.")
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": NOT_YET})
    if done_on < max(told.values()):
        raise ValidationError({"done_on": BEFORE})
    try:
        with transaction.atomic():
            VaeStage.objects.create(vae=vae, stage=stage, done_on=done_on)
    except IntegrityError:
        return
    record(by, "vae_stage", vae, stage=stage)


@transaction.atomic
def follow_vae(*, by: Actor, vae: Vae, coach: str, jury_on: date | None) -> None:
    """Who helps, and the day that the jury gave."""
    _check_open(by, vae)
    vae.coach, vae.jury_on = coach, jury_on
    vae.full_clean(exclude=["user", "diploma_version", "shared_with"], validate_unique=False)
    Vae.objects.filter(pk=vae.pk, ended_on=None).update(coach=coach, jury_on=jury_on)
    record(by, "vae_followed", vae)


@transaction.atomic
def tell_results(*, by: Actor, vae: Vae, results: dict[int, str]) -> None:
    """By block of the VAE: what the jury said."""
    _check_open(by, vae)
    for asked in vae.asked.all():
        if asked.pk in results and results[asked.pk] != asked.result:
            VaeBlock.objects.filter(pk=asked.pk).update(result=results[asked.pk])
    record(by, "vae_results", vae)


@transaction.atomic
def add_experience(*, by: Actor, vae: Vae, values: dict[str, Any]) -> Experience:
    _check_open(by, vae)
    row = Experience(vae=vae, **values)
    row.full_clean(exclude=["vae"])
    row.save(force_insert=True)
    record(by, "vae_experience", vae)
    return row


@transaction.atomic
def share_vae(*, by: Actor, vae: Vae, structure: Structure | None) -> None:
    """From now on, its training officers read it; nobody with None."""
    check_is_candidate(by, vae.user_id)
    mine = where_i_work(by, timezone.localdate())
    if structure and not mine.filter(structure=structure).exists():
        raise Forbidden(NOT_THEIRS)
    Vae.objects.filter(pk=vae.pk).update(shared_with=structure)
    record(by, "vae_shared" if structure else "vae_kept_to_oneself", vae)


@transaction.atomic
def end_vae(*, by: Actor, vae: Vae, ended_on: date) -> None:
    check_is_candidate(by, vae.user_id)
    if ended_on > timezone.localdate():
        raise ValidationError({"ended_on": NOT_YET})
    if Vae.objects.filter(pk=vae.pk, ended_on=None).update(ended_on=ended_on):
        record(by, "vae_ended", vae)
