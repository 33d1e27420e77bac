"""A sheet is spotted, written, published, written again as another version, withdrawn with a reason."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.models import Committee
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.practices.catalogue import sections, tags, total
from maillage.practices.enums import PointKind, SheetKind
from maillage.practices.models import Sheet, SheetPoint, SheetVersion
from maillage.practices.queries.sheets import holder, holder_of, points_of
from maillage.practices.rules import check_can_draft, check_can_publish, check_can_write
from maillage.practices.rules.length import refusals, said, signs

ABOUT = ("title", "territory", "contact", "tags", "theme")
NOT_HERS = ["sheet", "user", "territory", "published_by"]
WITHDRAWN = "Cette fiche est retirée\u00a0: elle ne s’écrit plus."
NOTHING_NEW = "Rien n’attend d’être publié."
Points = dict[str, list[str]]


class RewrittenBetween(Forbidden):
    """Somebody else wrote in between: `now` is what is kept."""

    def __init__(self, now: SheetVersion) -> None:
        super().__init__("Quelqu’un vient d’enregistrer cette fiche\u00a0: comparez les deux.")
        self.now = now


def mark(version: SheetVersion) -> str:
    """What was read, so that somebody else's save is seen."""
    return f"{version.number}.{version.saves}"


@transaction.atomic
def spot(*, by: Actor, kind: str, committee: Committee | None, values: dict[str, Any]) -> Sheet:
    """Two minutes: a title, where, who to ask. Read by its structure alone until it is published."""
    structure_id = by.structure_id if by.at_work else None
    check_can_draft(by, holder(by, structure_id, committee), shared=committee is not None)
    told = {"structure_id": structure_id, "committee": committee, "user_id": account(by)}
    sheet = Sheet(kind=kind, title=values["title"], **told)
    sheet.full_clean(exclude=["structure", "committee", "user", "published_by"])
    sheet.save(force_insert=True)
    version = SheetVersion(sheet=sheet, number=1, user_id=account(by), **values)
    version.full_clean(exclude=NOT_HERS)
    version.save(force_insert=True)
    record(by, "sheet_spotted", sheet, kind=kind)
    return sheet


@transaction.atomic
def write(
    *, by: Actor, sheet: Sheet, read: str, values: dict[str, Any], points: Points, ready: bool = False
) -> SheetVersion:
    """The draft under way; another version when the last is published. `read`: the `mark` of what was read."""
    check_can_write(by, holder_of(by, sheet))
    if sheet.withdrawn_on:
        raise Forbidden(WITHDRAWN)
    last = _last(sheet)
    if mark(last) != read:
        raise RewrittenBetween(last)
    check_fits(sheet.kind, values, points)
    kept = _another(by, last, values, ready) if last.published_at else _saved(last, values, ready)
    _list(kept, points)
    if sheet.published_at is None:
        Sheet.objects.filter(pk=sheet.pk).update(title=kept.title)
    record(by, "sheet_written", sheet, number=kept.number)
    return kept


def _last(sheet: Sheet) -> SheetVersion:
    last: SheetVersion = sheet.versions.order_by("-number")[0]
    return last


def check_fits(kind: str, values: dict[str, Any], points: Points) -> None:
    """Nothing is cut: what is too long is said, with how much must go."""
    listed = sections(kind)
    over = refusals(listed, values)
    whole = signs(
        {one.code: values.get(one.code, "") for one in listed}, chain.from_iterable(points.values())
    )
    if over:
        raise ValidationError(over)
    if whole > total():
        raise ValidationError(f"La fiche entière est trop longue\u00a0: {said(whole - total(), total())}")


def _another(by: Actor, last: SheetVersion, values: dict[str, Any], ready: bool) -> SheetVersion:
    new = SheetVersion(sheet=last.sheet, number=last.number + 1, user_id=account(by), ready=ready, **values)
    _check(new)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise RewrittenBetween(_last(last.sheet)) from None
    return new


def _saved(draft: SheetVersion, values: dict[str, Any], ready: bool) -> SheetVersion:
    """Only over what was read: of two saves at once, the second is told."""
    for name, value in values.items():
        setattr(draft, name, value)
    _check(draft)
    rows = SheetVersion.objects.filter(pk=draft.pk, saves=draft.saves, published_at=None)
    told = {**values, "ready": ready, "saves": F("saves") + 1, "saved_at": timezone.now()}
    if not rows.update(**told):
        raise RewrittenBetween(_last(draft.sheet))
    draft.refresh_from_db(fields=["saves", "ready", "saved_at"])
    return draft


def _check(version: SheetVersion) -> None:
    version.full_clean(exclude=NOT_HERS, validate_constraints=False)
    if version.sheet.kind != SheetKind.TECHNICAL:
        version.theme = ""
    unknown = set(version.tags) - set(tags(ended=True))
    if unknown:
        raise ValidationError({"tags": "Cochez des mots-clés de la liste."})


def _list(version: SheetVersion, points: Points) -> None:
    """The sentences of each list, in their order, each once."""
    SheetPoint.objects.filter(version=version).delete()
    rows = [
        SheetPoint(version=version, kind=kind, text=text, position=position)
        for kind in PointKind
        for position, text in enumerate(dict.fromkeys(points.get(kind, [])))
    ]
    for row in rows:
        row.full_clean(exclude=["version"], validate_constraints=False)
    SheetPoint.objects.bulk_create(rows)


@transaction.atomic
def publish(*, by: Actor, sheet: Sheet, read: str, confirmed: Iterable[str] = ()) -> SheetVersion:
    """What was read becomes public, and no longer changes. `confirmed`: passages said to identify nobody."""
    check_can_publish(by, holder_of(by, sheet))
    kept = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if kept.withdrawn_on:
        raise Forbidden(WITHDRAWN)
    last = _last(kept)
    if last.published_at:
        raise Forbidden(NOTHING_NEW)
    if mark(last) != read:
        raise RewrittenBetween(last)
    check_names_nobody(words_of(last), confirmed)
    _publish(by, kept, last)
    return last


def words_of(version: SheetVersion) -> list[str]:
    """All that anybody will read."""
    told = [version.title, version.contact]
    told += [version.text_of(one.code) for one in sections(version.sheet.kind)]
    return [*told, *chain.from_iterable(points_of(version).values())]


def _publish(by: Actor, sheet: Sheet, version: SheetVersion) -> None:
    told: dict[str, Any] = {"published_at": timezone.now(), "published_by_id": by.user_id}
    rows = SheetVersion.objects.filter(pk=version.pk, published_at=None, saves=version.saves)
    if not rows.update(ready=False, **told):
        raise RewrittenBetween(_last(sheet))
    first = told if sheet.published_at is None else {}
    Sheet.objects.filter(pk=sheet.pk).update(title=version.title, **first)
    version.refresh_from_db(fields=["published_at", "published_by"])
    record(by, "sheet_published", sheet, number=version.number)


@transaction.atomic
def withdraw(*, by: Actor, sheet: Sheet, why: str) -> None:
    """Its address stays, and says why; its text is read by its holders alone."""
    check_can_publish(by, holder_of(by, sheet))
    if not why.strip():
        raise ValidationError({"why": "Dites pourquoi elle est retirée."})
    rows = Sheet.objects.filter(pk=sheet.pk, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
        record(by, "sheet_withdrawn", sheet)
