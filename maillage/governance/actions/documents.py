"""Papers of a point: checked, sealed, kept outside the database, read by members alone, each reading journaled."""

from functools import partial
from typing import Any

from django.db import transaction

from maillage.audit.actions import record
from maillage.files.checks import Checked, checked
from maillage.files.storage import drop, keep, read
from maillage.files.uploads import Upload
from maillage.governance.actions.gatherings import locked
from maillage.governance.models import AgendaItem, ItemDocument
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting

MOST = 20


@transaction.atomic
def add_document(*, by: Actor, item: AgendaItem, title: str, plain: bool, upload: Upload) -> ItemDocument:
    """Checked before anything is locked: it may take seconds. Raises `files.refusals.Refused`."""
    check_can_keep(by, standing(by, item.gathering.committee))
    safe = checked(upload.name, upload.content)
    locked(by, item.gathering)
    if ItemDocument.objects.filter(item=item).count() >= MOST:
        raise Forbidden(f"Ce point a déjà {MOST} documents\u00a0: retirez-en un, ou réunissez-les.")
    key = keep(safe.content, owner=item.gathering.committee.public_id)
    try:
        document = _written(item, title, plain, key, safe)
    except BaseException:
        drop(key)
        raise
    record(by, "item_document_added", document)
    return document


def _written(item: AgendaItem, title: str, plain: bool, key: str, safe: Checked) -> ItemDocument:
    told = {"name": safe.name, "media_type": safe.media_type, "size": len(safe.content)}
    document = ItemDocument(item=item, title=title, plain=plain, key=key, **told)
    document.full_clean(exclude=["item"])
    document.save(force_insert=True)
    return document


@transaction.atomic
def remove_document(*, by: Actor, document: ItemDocument) -> None:
    locked(by, document.item.gathering)
    record(by, "item_document_removed", document)
    document.delete()
    transaction.on_commit(partial(drop, document.key))


def read_document(*, by: Actor, document: ItemDocument) -> bytes:
    """Its content, and a line in the journal."""
    record(by, "read_item_document", document)
    return read(document.key)


def read_by_link(*, by: Actor, paper: Any) -> bytes:
    """The same, for who holds the link of a convocation: `paper` is what it opened."""
    with acting(by):
        record(by, "read_item_document", ItemDocument(pk=paper.id))
    return read(paper.key)
