"""A person's papers: checked, sealed under their key, kept outside of the database."""

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.files.checks import Checked, checked
from maillage.files.storage import drop, keep, read
from maillage.files.uploads import Upload
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind, Level
from maillage.support.models import Document
from maillage.support.rules import check_can_bring


@transaction.atomic
def add_document(*, by: Actor, document: Document, upload: Upload) -> Document:
    """By the team, or by the person from their space: then it is for all their teams. Raises `files.refusals.Refused`.

    Checking may take seconds: it comes before anything is written, so that no row is held meanwhile.
    """
    check_can_bring(by, document.person_id)
    _sign(by, document)
    safe = checked(upload.name, upload.content)
    document.key = keep(safe.content, owner=document.person_id)
    try:
        _write(by, document, safe)
    except BaseException:
        drop(document.key)
        raise
    return document


def _write(by: Actor, document: Document, safe: Checked) -> None:
    document.name, document.media_type, document.size = safe.name, safe.media_type, len(safe.content)
    document.save(force_insert=True)
    note_act(
        by=by,
        person=document.person,
        kind=ActKind.DOCUMENT,
        what="Document ajouté",
        on=timezone.localdate(),
    )
    record(by, "document", document.person, document=document.pk, kind=document.kind, level=document.level)


def _sign(by: Actor, document: Document) -> None:
    if by.person_id:
        document.author, document.structure, document.withheld = None, None, None
        document.level, document.open_to_teams, document.said_by = Level.CIRCLE, True, by.label[:160]
        return
    document.author_id, document.structure_id = at_work(by)
    if document.level not in (Level.TEAM, Level.CIRCLE):
        raise Forbidden("Choisissez qui lit ce document\u00a0: l’équipe, ou le cercle par sujet.")
    document.part = document.part if document.level == Level.CIRCLE else ""


def read_document(*, by: Actor, document: Document) -> bytes:
    """Its content, and a line in the journal that the person reads."""
    record(by, "read_document", document.person, document=document.pk, kind=document.kind)
    return read(document.key)
