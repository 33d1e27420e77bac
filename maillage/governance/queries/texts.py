"""The public register of texts; one text, its versions, where it comes from."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, OuterRef, QuerySet

from maillage.governance.models import Output, Text, TextVersion
from maillage.governance.models.mandates import bare
from maillage.permissions import Actor

LONE_MINUS = re.compile(r'-(?![\w"])')
"""A minus sign before nothing: PostgreSQL refuses a row of them."""


def register(actor: Actor, words: str = "", kind: str = "") -> QuerySet[TextVersion]:
    """The last published version of each text, the most recent first. `words`: as a web search reads them."""
    newer = TextVersion.objects.filter(
        text=OuterRef("text"), number__gt=OuterRef("number"), published_at__isnull=False
    )
    rows = TextVersion.objects.visible_to(actor).filter(~Exists(newer), published_at__isnull=False)
    if kind:
        rows = rows.filter(text__kind=kind)
    if words:
        asked = LONE_MINUS.sub(" ", bare(words))
        rows = rows.filter(search=SearchQuery(asked, config="french", search_type="websearch"))
    return (
        rows.defer("body", "search")
        .prefetch_related("text__superseded_by", "committee")
        .order_by(F("published_at").desc(), "-pk")
    )


def texts(actor: Actor) -> QuerySet[Text]:
    return Text.objects.visible_to(actor).prefetch_related("committee", "superseded_by")


def versions(actor: Actor, text: Text) -> list[TextVersion]:
    """The most recent first; a draft for its committee alone."""
    rows = TextVersion.objects.visible_to(actor).filter(text=text).defer("search")
    return list(rows.prefetch_related("decision").order_by("-number"))


def answered(actor: Actor, text: Text) -> QuerySet[Output]:
    """What this text was delivered for, in the mandates that the actor sees."""
    rows = Output.objects.visible_to(actor).filter(text=text, delivered_on__isnull=False)
    return rows.prefetch_related("mandate")
