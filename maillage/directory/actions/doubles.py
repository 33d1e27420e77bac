"""Look-alikes are judged by the animator: two structures, or one; a merge gives everything back when it is undone."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.enums import ServiceVerdict
from maillage.directory.models import Merge, Service, ServiceJudgement, Structure, StructureJudgement
from maillage.directory.queries.doubles import card_of, offer_seen, unmergeable
from maillage.directory.rules import check_can_animate
from maillage.directory.rules.doubles import seen
from maillage.permissions import Actor, Forbidden

LIVED_IN = "Des professionnels travaillent dans «\u00a0{}\u00a0»\u00a0: gardez plutôt cette fiche-là, ou réunissez-les avec l’administrateur."
STAYS = frozenset(
    {
        "directory.structure.merged_into",
        "directory.merge.kept",
        "directory.merge.absorbed",
        "directory.structurejudgement.first",
        "directory.structurejudgement.second",
        "directory.contribution.structure",
        "directory.signature.structure",
        "directory.reviewrequest.structure",
    }
)
"""What was said or signed in a structure's name stays in that name; everything else of the directory follows."""


@transaction.atomic
def judge_two(*, by: Actor, one: Structure, other: Structure, comment: str = "") -> None:
    """They are two: not proposed again until one of the cards changes."""
    check_can_animate(by)
    first, second = sorted((one, other), key=lambda each: each.pk)
    told = {"seen": seen(card_of(first), card_of(second)), "comment": comment, **_today(by)}
    row, _ = StructureJudgement.objects.update_or_create(first=first, second=second, defaults=told)
    record(by, "structures_judged_two", row)


@transaction.atomic
def answer_offer(
    *, by: Actor, one: Service, other: Service, verdict: ServiceVerdict, comment: str = ""
) -> None:
    check_can_animate(by)
    first, second = sorted((one, other), key=lambda each: each.pk)
    told = {"seen": offer_seen(first, second), "comment": comment, "verdict": verdict, **_today(by)}
    row, _ = ServiceJudgement.objects.update_or_create(first=first, second=second, defaults=told)
    record(by, "same_offer_answered", row, verdict=verdict)


@transaction.atomic
def merge(*, by: Actor, kept: Structure, absorbed: Structure) -> Merge:
    """What `absorbed` offered goes to `kept`; its card is withdrawn and its address leads to the other."""
    check_can_animate(by)
    _check_two(kept, absorbed)
    today = timezone.localdate()
    told = {"withdrawn_on": today, "withdrawn_why": f"réunie à {kept.name}"[:200], "merged_into": kept}
    rows = Structure.objects.filter(pk=absorbed.pk, withdrawn_on=None, merged_into=None)
    if not rows.update(**told, version=F("version") + 1):
        raise Forbidden("Cette fiche vient d’être retirée ou réunie\u00a0: relisez la liste.")
    if Structure.objects.filter(merged_into=absorbed).exists():
        raise Forbidden(
            f"D’autres fiches sont réunies sous «\u00a0{absorbed}\u00a0»\u00a0: gardez celle-ci, ou annulez-les d’abord."
        )
    row = Merge.objects.create(kept=kept, absorbed=absorbed, moved=_move(absorbed, kept), **_today(by))
    record(by, "structures_merged", row, kept=kept.pk, absorbed=absorbed.pk)
    return row


@transaction.atomic
def undo_merge(*, by: Actor, row: Merge) -> None:
    """What followed and is still there comes back; the absorbed card is offered again. Undone twice, undone once."""
    check_can_animate(by)
    told = {"undone_on": timezone.localdate(), "undone_by": by.label[:200]}
    if Structure.objects.filter(pk=row.kept_id, merged_into__isnull=False).exists():
        raise Forbidden(
            "La fiche gardée a été réunie à une autre depuis\u00a0: annulez d’abord cette réunion-là."
        )
    if not Merge.objects.filter(pk=row.pk, undone_on=None).update(**told):
        return
    for key, pks in row.moved.items():
        label, _, field = key.rpartition(".")
        rows = apps.get_model(label)._base_manager.filter(**{"pk__in": pks, field: row.kept_id})
        rows.update(**{field: row.absorbed_id})
    Structure.objects.filter(pk=row.absorbed_id, merged_into=row.kept_id).update(
        withdrawn_on=None, withdrawn_why="", merged_into=None, version=F("version") + 1
    )
    record(by, "merge_undone", row)


def _check_two(kept: Structure, absorbed: Structure) -> None:
    """Both rows are locked, in one order: two people who merge the same pair both ways do not make a circle."""
    if kept.pk == absorbed.pk:
        raise Forbidden("C’est la même fiche.")
    keys = sorted((kept.pk, absorbed.pk))
    alive = list(Structure.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").live())
    if len(alive) != 2:
        raise Forbidden("Cette fiche vient d’être retirée ou réunie\u00a0: relisez la liste.")
    if kept.kind_id != absorbed.kind_id:
        raise Forbidden("Ce sont deux types de structure\u00a0: elles restent deux.")
    if kept.visibility != absorbed.visibility:
        raise Forbidden(
            "L’une n’est visible que des professionnels\u00a0: rendez-les d’abord visibles des mêmes personnes."
        )
    if unmergeable({absorbed.pk}):
        raise Forbidden(LIVED_IN.format(absorbed.name))


def _move(absorbed: Structure, kept: Structure) -> dict[str, list[Any]]:
    moved = {}
    for model, field in _followers():
        rows = model._base_manager.filter(**{field: absorbed.pk}).order_by("pk")
        if pks := [pk for pk in rows.values_list("pk", flat=True) if _moves(model, field, pk, kept)]:
            moved[f"{model._meta.label_lower}.{field}"] = [
                pk if isinstance(pk, int) else str(pk) for pk in pks
            ]
    return moved


def _followers() -> Iterator[tuple[Any, str]]:
    """Every table of the directory that points at a structure, but those of `STAYS`."""
    for relation in Structure._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if model._meta.app_label == "directory" and f"{model._meta.label_lower}.{field}" not in STAYS:
            yield model, field


def _moves(model: Any, field: str, pk: Any, kept: Structure) -> bool:
    """A row that the kept structure already has (same day, same place) stays where it is."""
    if model is Structure and pk == kept.pk:
        return False  # the kept one depended on the absorbed one: it cannot depend on itself
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=pk).update(**{field: kept.pk}))
    except IntegrityError:
        return False


def _today(by: Actor) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": by.label[:200]}
