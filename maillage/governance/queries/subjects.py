"""What a committee has to show: its mandates, its texts, its plans."""

from django.db.models import Exists, F, OuterRef, QuerySet

from maillage.governance.models import Committee, Mandate, Plan, Text, TextVersion
from maillage.permissions import Actor


def mandates_of(actor: Actor, committee: Committee) -> QuerySet[Mandate]:
    """Those under way first, the soonest due first."""
    rows = Mandate.objects.visible_to(actor).filter(committee=committee)
    return rows.order_by(F("ended_on").desc(nulls_first=True), "due_on", "pk")


def texts_of(actor: Actor, committee: Committee) -> QuerySet[Text]:
    """`is_published`: somebody else than its members can read it."""
    out = TextVersion.objects.filter(text=OuterRef("pk"), published_at__isnull=False)
    rows: QuerySet[Text] = Text.objects.visible_to(actor).filter(committee=committee)
    rows = rows.annotate(is_published=Exists(out))
    return rows.order_by("title", "pk")


def plans_of(actor: Actor, committee: Committee) -> QuerySet[Plan]:
    return Plan.objects.visible_to(actor).filter(committee=committee).order_by("-starts_on", "pk")
