"""A charter by articles: published, adhered to, written again, lit by an opinion, adapted and commented on by a group."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.governance.actions import adherences, articles, comments, texts
from maillage.governance.enums import TextKind
from maillage.governance.models import Committee, Text, TextVersion
from maillage.permissions import Actor
from maillage.permissions.context import acting

FIRST, ADHERED, SECOND, ADAPTED = 150, 120, 40, 20
"""Days ago."""


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    with acting(scene.worker(ANIMATOR)) as by:
        holder = Committee.objects.get(name=told["committee"])
        with back_to(moment(FIRST)):
            charter, first = _published(by, holder, TextKind.CHARTER, told["title"], told["first"])
    with back_to(moment(ADHERED)), acting(scene.worker(told["adheres"])) as leader:
        adherences.adhere(by=leader, text=charter, version=first, commitments=told["commitments"])
    with acting(scene.worker(ANIMATOR)) as by:
        with back_to(moment(SECOND)):
            _again(by, charter, told)
            opinion = _published(
                by, holder, TextKind.OPINION, told["opinion"]["title"], told["opinion"]["body"]
            )
            articles.link_text(by=by, text=opinion[0], about=charter, article=told["opinion"]["article"])
        with back_to(moment(ADAPTED)):
            own = _adapted(by, charter, told["adapted"])
    with acting(scene.worker(told["adapted"]["commented_by"])) as member:
        draft = own.versions.get()
        said = told["adapted"]["comment"]
        comments.comment(by=member, text=own, version=draft, article=said["article"], body=said["body"])


def _published(by: Actor, holder: Committee, kind: str, title: str, body: str) -> tuple[Text, TextVersion]:
    text = texts.write_text(by=by, committee=holder, kind=kind, title=title, body=body, review_on=None)
    return text, texts.publish_text(by=by, text=text, read=texts.mark(text.versions.get()))


def _again(by: Actor, charter: Text, told: dict[str, Any]) -> None:
    """A second version, to be read again soon."""
    mark = texts.mark(charter.versions.get())
    new = texts.rewrite_text(by=by, text=charter, read=mark, title=told["title"], body=told["second"])
    texts.publish_text(by=by, text=charter, read=texts.mark(new))
    review = timezone.localdate() + timedelta(days=told["review"])
    articles.review_text(by=by, text=charter, review_on=review)


def _adapted(by: Actor, model: Text, row: dict[str, Any]) -> Text:
    """Still a draft."""
    committee = Committee.objects.get(name=row["committee"])
    own = articles.adapt_text(by=by, model=model, committee=committee, title=row["title"])
    draft = own.versions.get()
    body = draft.body.replace(row["replaced"], row["by"]) + "\n\n" + row["added"]
    texts.rewrite_text(by=by, text=own, read=texts.mark(draft), title=row["title"], body=body)
    return own
