"""Comments on a text, each beside what its article became."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from maillage.governance.enums import ARTICLED, CommentState
from maillage.governance.models import Text, TextComment, TextVersion
from maillage.governance.rules.articles import Article, paired, read
from maillage.permissions import Actor


@dataclass(frozen=True)
class PlacedComment:
    """`changed`: its article is no longer as it was when it was written."""

    comment: TextComment
    changed: bool
    former: bool
    """Written on another version than the one shown."""


@dataclass(frozen=True)
class CommentedArticle:
    article: Article
    comments: list[PlacedComment] = field(default_factory=list)


@dataclass(frozen=True)
class Commented:
    """`whole`: on the text itself; `gone`: on articles that are no longer there."""

    articles: list[CommentedArticle]
    whole: list[PlacedComment]
    gone: list[PlacedComment]


def passage_of(version: TextVersion, key: str) -> str | None:
    """The article as words that are read back as that article alone; None when it is not there."""
    if not key:
        return ""
    found = next((one for one in read(version.body) if one.key == key), None)
    return f"Article {found.key} – {found.title}\n{found.body}" if found else None


def comments(actor: Actor, text: Text) -> QuerySet[TextComment]:
    replies = TextComment.objects.visible_to(actor).select_related("user")
    rows = TextComment.objects.visible_to(actor).filter(text=text, parent=None)
    return rows.select_related("user", "settled_by", "version").prefetch_related(Prefetch("replies", replies))


def open_comments(actor: Actor, text: Text) -> int:
    rows = TextComment.objects.visible_to(actor)
    return rows.filter(text=text, parent=None, state=CommentState.OPEN).count()


def commented(actor: Actor, text: Text, version: TextVersion) -> Commented:
    articles = read(version.body) if text.kind in ARTICLED else []
    by_key = {one.key: CommentedArticle(one) for one in articles if one.key}
    found = Commented(list(by_key.values()), [], [])
    for one in comments(actor, text):
        former = one.version_id != version.pk
        if not one.article:
            found.whole.append(PlacedComment(one, changed=False, former=former))
            continue
        now = _now(one, articles)
        placed = PlacedComment(one, changed=now is None or not _alike(one, now), former=former)
        (by_key[now.key].comments if now and now.key in by_key else found.gone).append(placed)
    return found


def _now(comment: TextComment, articles: list[Article]) -> Article | None:
    """What its article became among these."""
    return next((one.after for one in paired(read(comment.passage), articles) if one.before), None)


def _alike(comment: TextComment, now: Article) -> bool:
    was = read(comment.passage)[0]
    return (was.title, was.body) == (now.title, now.body)
