"""Appeals of a request, papers joined to it, papers that may still be."""

from maillage.permissions import Actor
from maillage.referrals.models import Appeal, JoinedDocument, SchemeRequest
from maillage.support.enums import Level
from maillage.support.models import Document
from maillage.vault.fields import open_together

MOST = 100


def appeals_of(actor: Actor, request: SchemeRequest) -> list[Appeal]:
    """The last one first, opened."""
    rows = Appeal.objects.visible_to(actor).filter(request=request).order_by("-lodged_on", "pk")
    return open_together(list(rows[:MOST]))


def joined_of(actor: Actor, request: SchemeRequest) -> list[JoinedDocument]:
    rows = JoinedDocument.objects.visible_to(actor).filter(request=request)
    return list(rows.order_by("joined_on", "title", "pk")[:MOST])


def joinable(actor: Actor, request: SchemeRequest) -> list[Document]:
    """Papers of the folder that the person reads too, and that are not joined yet."""
    there = JoinedDocument.objects.visible_to(actor).filter(request=request).values("document_id")
    rows = Document.objects.visible_to(actor).filter(person=request.person_id, withheld=None)
    rows = rows.exclude(level=Level.PERSONAL).exclude(pk__in=there)
    return list(rows.order_by("-written_at", "pk")[:MOST])
