"""Projects retained, what is told of them, how they ended."""

from django.db.models import QuerySet

from maillage.calls.models import Award, EndReview, Value
from maillage.permissions import Actor


def awards(actor: Actor) -> QuerySet[Award]:
    return Award.objects.visible_to(actor).select_related("structure", "call__committee__structure")


def values(actor: Actor, award: Award) -> QuerySet[Value]:
    """Those that this actor reads: the structure's own, and whoever judges or carries the call."""
    rows: QuerySet[Value] = Value.objects.visible_to(actor).filter(award=award)
    return rows.select_related("indicator")


def reviews(actor: Actor) -> QuerySet[EndReview]:
    return EndReview.objects.visible_to(actor).select_related(
        "award__structure", "award__call__committee__structure"
    )


def review_of(actor: Actor, award: Award) -> EndReview | None:
    found: EndReview | None = reviews(actor).filter(award=award).first()
    return found
