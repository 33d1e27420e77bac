"""What the person does themselves: send a paper that is asked of them."""

from django.db import transaction

from maillage.files.uploads import Upload
from maillage.permissions import Actor
from maillage.rights.actions.claims import give_piece
from maillage.rights.models import Piece
from maillage.support.actions.documents import add_document
from maillage.support.enums import DocumentKind
from maillage.support.models import Document
from maillage.support.rules import check_owns_space


@transaction.atomic
def bring_piece(*, by: Actor, piece: Piece, upload: Upload) -> Document:
    """The paper joins their documents, and the claim knows it is there. Raises `files.refusals.Refused`."""
    check_owns_space(by, piece.person_id)
    document = Document(person=piece.person, title=piece.what[:160], kind=DocumentKind.OTHER)
    kept = add_document(by=by, document=document, upload=upload)
    give_piece(by=by, piece=piece, document_id=kept.pk)
    return kept
