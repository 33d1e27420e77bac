"""Who adheres to what, since when, and whether a more recent version exists."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from maillage.governance.models import Adherence, Text, TextVersion
from maillage.permissions import Actor


def adherences(actor: Actor, text: Text | None = None, ended: bool = False) -> QuerySet[Adherence]:
    """In force, or all that ever were; `latest`: the number of the text's last published version."""
    published = TextVersion.objects.filter(text=OuterRef("text"), published_at__isnull=False)
    rows: QuerySet[Adherence] = Adherence.objects.visible_to(actor).select_related("structure", "text")
    rows = rows.annotate(
        number=Subquery(TextVersion.objects.filter(pk=OuterRef("version")).values("number")[:1]),
        latest=Subquery(published.order_by("-number").values("number")[:1]),
    )
    rows = rows if ended else rows.filter(ended_on=None)
    return (rows.filter(text=text) if text else rows).order_by("-adhered_on", "-pk")


def naming(rows: QuerySet[Adherence], words: str) -> QuerySet[Adherence]:
    """Those whose structure or text is so named."""
    return (
        rows.filter(Q(structure__name__icontains=words) | Q(text__title__icontains=words)) if words else rows
    )


def own_adherence(actor: Actor, text: Text) -> Adherence | None:
    """Of the structure where the actor works, in force."""
    if actor.structure_id is None:
        return None
    return Adherence.objects.filter(text=text, structure_id=actor.structure_id, ended_on=None).first()
