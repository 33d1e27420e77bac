"""A text by articles, with what sheds light on each; what replaces it; what is to be read again; its gap from a model."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from maillage.governance.enums import ARTICLED, KEEPING
from maillage.governance.models import Committee, Text, TextLink, TextVersion
from maillage.governance.rules import access
from maillage.governance.rules.articles import Article, Pair, pairs, read
from maillage.permissions import Actor

SOON = timedelta(days=92)
"""Three months."""


@dataclass(frozen=True)
class LitArticle:
    article: Article
    lights: list[Text]


def in_force(text: Text) -> TextVersion | None:
    """Its last published version."""
    rows = TextVersion.objects.filter(text=text, published_at__isnull=False)
    return rows.defer("search").order_by("-number").first()


def by_articles(text: Text, version: TextVersion, lights: Iterable[TextLink]) -> list[LitArticle]:
    """Empty when the text isn't written by articles. A link to an article that is no longer there is `unplaced`."""
    if text.kind not in ARTICLED:
        return []
    found: dict[str, list[Text]] = {}
    for one in lights:
        found.setdefault(one.article, []).append(one.text)
    return [LitArticle(one, found.get(one.key, []) if one.key else []) for one in read(version.body)]


def unplaced(articles: Iterable[LitArticle], lights: Iterable[TextLink]) -> list[TextLink]:
    """Those about the whole text, and about an article that this version no longer has."""
    keys = {one.article.key for one in articles if one.article.key}
    return [one for one in lights if one.article not in keys]


def lights(actor: Actor, text: Text) -> list[TextLink]:
    rows = TextLink.objects.visible_to(actor).filter(about=text)
    return list(rows.prefetch_related("text"))


def links(actor: Actor, text: Text) -> QuerySet[TextLink]:
    """What this text sheds light on."""
    return TextLink.objects.visible_to(actor).filter(text=text).prefetch_related("about", "text__committee")


def superseded(actor: Actor, text: Text) -> QuerySet[Text]:
    """What this text replaces."""
    return Text.objects.visible_to(actor).filter(superseded_by=text)


def published(actor: Actor, *kinds: str) -> QuerySet[Text]:
    rows = Text.objects.visible_to(actor).filter(
        pk__in=TextVersion.objects.filter(published_at__isnull=False).values("text")
    )
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("title", "pk")


def to_review(actor: Actor, day: date) -> QuerySet[Text]:
    """Among the texts that this account keeps: the date is past, or comes within three months; the oldest first."""
    if not actor.signed_in:
        return Text.objects.none()
    kept = access.duties_of(actor, *KEEPING)
    rows = Text.objects.visible_to(actor).filter(committee__in=kept, superseded_by=None)
    return rows.filter(review_on__lte=day + SOON).prefetch_related("committee").order_by("review_on", "pk")


def kept_committees(actor: Actor) -> QuerySet[Committee]:
    if not actor.signed_in:
        return Committee.objects.none()
    return Committee.objects.visible_to(actor).filter(pk__in=access.duties_of(actor, *KEEPING))


@dataclass(frozen=True)
class Gap:
    """How far a text went from its model, and its model from what was copied."""

    model: Text
    copied: TextVersion
    now: TextVersion
    """The model's last published version."""
    drift: list[Pair]

    @property
    def moved(self) -> bool:
        return self.now.number > self.copied.number

    @property
    def news(self) -> list[Pair]:
        return pairs(self.copied.body, self.now.body) if self.moved else []

    @property
    def changes(self) -> int:
        return sum(not one.same for one in self.drift)


def gap(text: Text, version: TextVersion) -> Gap | None:
    if text.model_version_id is None:
        return None
    copied = TextVersion.objects.defer("search").get(pk=text.model_version_id)
    model = Text.objects.get(pk=copied.text_id)
    now = in_force(model)
    return Gap(model, copied, now, pairs(copied.body, version.body)) if now else None


def instances(actor: Actor, text: Text) -> QuerySet[Text]:
    """Texts that were adapted from this one."""
    mine = TextVersion.objects.filter(text=text).values("pk")
    return Text.objects.visible_to(actor).filter(model_version__in=mine).prefetch_related("committee")
