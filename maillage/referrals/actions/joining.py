"""Papers of the folder that go with a request: chosen, agreed to by the person, taken back, read by the scheme."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.files.storage import read
from maillage.files.uploads import Upload
from maillage.people.enums import ConsentWay
from maillage.people.models import Person
from maillage.permissions import Actor, Forbidden
from maillage.referrals.actions.answering import give_piece
from maillage.referrals.enums import WITH_THEM, RequestState
from maillage.referrals.models import JoinedDocument, MissingPiece, SchemeRequest
from maillage.referrals.rules import check_can_change
from maillage.support.actions.documents import add_document
from maillage.support.models import Document

KEPT_FROM = "La personne ne peut pas lire ce document\u00a0: il ne part pas sans elle."
ALREADY = "Ce document est déjà joint à cette demande."
OVER = "Cette demande n’attend plus de pièce."
COPIED = ("title", "key", "name", "media_type")
JOINABLE = (RequestState.DRAFT, *WITH_THEM)


@transaction.atomic
def join(
    *, by: Actor, request: SchemeRequest, document: Document, way: str = "", witness: str = ""
) -> JoinedDocument:
    """Without `way`, the person has not said yes yet: the scheme reads nothing of it."""
    check_can_change(by, request)
    if document.withheld_id or document.level == "personal" or document.person_id != request.person_id:
        raise Forbidden(KEPT_FROM)
    if request.state not in JOINABLE or request.withdrawn_at:
        raise Forbidden(OVER)
    told = {"person_id": request.person_id, "structure_id": request.structure_id, "request": request}
    copied = {name: getattr(document, name) for name in COPIED}
    made = JoinedDocument(document=document, joined_on=timezone.localdate(), **told, **copied)
    _agreed(by, made, way, witness)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "referrals_joined_once" not in str(error):
            raise
        raise Forbidden(ALREADY) from None
    record(by, "join_document", request.person, request=request.pk, document=document.pk, way=made.way)
    return made


def _agreed(by: Actor, joined: JoinedDocument, way: str, witness: str) -> None:
    """By the person themselves, or as they said it to whoever writes it down."""
    way = ConsentWay.SELF if by.person_id else way
    joined.agreed_at, joined.way = (timezone.now(), way) if way else (None, "")
    joined.witness = "" if by.person_id or not way else witness[:160]


@transaction.atomic
def agree_to(*, by: Actor, joined: JoinedDocument, way: str = "", witness: str = "") -> None:
    """From then on the scheme reads it. Said twice, the first day stands."""
    check_can_change(by, joined)
    _agreed(by, joined, way, witness)
    rows = JoinedDocument.objects.visible_to(by).filter(pk=joined.pk, agreed_at=None)
    if rows.update(agreed_at=joined.agreed_at, way=joined.way, witness=joined.witness):
        record(by, "agree_to_document", joined.person, request=joined.request_id, document=joined.document_id)


@transaction.atomic
def take_back(*, by: Actor, joined: JoinedDocument) -> None:
    """The person no longer agrees: from that instant the scheme reads nothing of it."""
    check_can_change(by, joined)
    rows = JoinedDocument.objects.visible_to(by).filter(pk=joined.pk)
    if rows.exclude(agreed_at=None).update(agreed_at=None, way="", witness=""):
        record(
            by, "take_back_document", joined.person, request=joined.request_id, document=joined.document_id
        )


@transaction.atomic
def give_with_document(
    *, by: Actor, piece: MissingPiece, document: Document, on: date, way: str = "", witness: str = ""
) -> None:
    """What was missing, out of the folder."""
    join(by=by, request=piece.request, document=document, way=way, witness=witness)
    give_piece(by=by, piece=piece, on=on, document_id=document.pk)


@transaction.atomic
def bring(*, by: Actor, piece: MissingPiece, document: Document, upload: Upload) -> None:
    """The person sends a photo of what is missing: kept in their folder, joined, given. Raises `files.refusals.Refused`."""
    add_document(by=by, document=document, upload=upload)
    give_with_document(by=by, piece=piece, document=document, on=timezone.localdate())


def read_joined(*, by: Actor, joined: JoinedDocument) -> bytes:
    """Its content, and a line in the journal that the person reads."""
    told = {"asked": joined.request_id, "document": joined.document_id}
    record(by, "read_request_document", Person(pk=joined.person_id), **told)
    return read(joined.key)
