"""A text is drafted, published under its digest, written again as another version; what is published stays as it is."""

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.enums import ARTICLED
from maillage.governance.models import Committee, Decision, Text, TextVersion
from maillage.governance.queries import standing
from maillage.governance.rules import check_can_keep
from maillage.governance.rules.articles import doubles, read
from maillage.permissions import Actor, Forbidden

PUBLISHED = "Cette version est publiée\u00a0: elle ne change plus. Écrivez-en une nouvelle."


class RewrittenBetween(Forbidden):
    """Somebody else wrote in between: `now` is what is kept."""

    def __init__(self, now: TextVersion) -> None:
        super().__init__("Quelqu’un vient d’enregistrer ce texte\u00a0: comparez les deux.")
        self.now = now


def digest(version: TextVersion) -> str:
    """Of the body, as its file gives it."""
    return hashlib.sha256(version.body.encode()).hexdigest()


def mark(version: TextVersion) -> str:
    """What was read of a draft, so that somebody else's save is seen."""
    return hashlib.sha256(f"{version.number}\0{version.title}\0{version.body}".encode()).hexdigest()


@transaction.atomic
def write_text(
    *,
    by: Actor,
    committee: Committee,
    kind: str,
    title: str,
    body: str,
    review_on: date | None,
    model: TextVersion | None = None,
) -> Text:
    """Its first draft, that the committee alone reads. `model`: the published wording that it is copied from."""
    check_can_keep(by, standing(by, committee))
    text = Text(committee=committee, kind=kind, title=title, review_on=review_on, model_version=model)
    text.full_clean(exclude=["committee", "model_version"])
    text.save(force_insert=True)
    _draft(text, 1, title, body)
    record(by, "text_written", text)
    return text


def _draft(text: Text, number: int, title: str, body: str) -> TextVersion:
    told: dict[str, Any] = {"number": number, "title": title, "body": _lines(body)}
    version = TextVersion(text=text, committee_id=text.committee_id, **told)
    _check_articles(text, version.body)
    version.full_clean(exclude=["text", "committee", "decision"])
    version.save(force_insert=True)
    return version


def _lines(body: str) -> str:
    """One sign a line's end, whatever the browser sends: the digest is the same everywhere."""
    return "\n".join(body.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))


def _check_articles(text: Text, body: str) -> None:
    """A comment, a link, an adherence name an article by its number."""
    if text.kind in ARTICLED and (twice := doubles(read(body))):
        labels = ", ".join(one.label for one in twice)
        raise ValidationError(
            {"body": f"Ce numéro sert deux fois\u00a0: {labels}. Renumérotez l’un des deux."}
        )


@transaction.atomic
def rewrite_text(*, by: Actor, text: Text, read: str, title: str, body: str) -> TextVersion:
    """The draft under way; another version when the last is published. `read`: the `mark` of what was read."""
    check_can_keep(by, standing(by, text.committee))
    last = _last(text)
    if (last.title, last.body) == (title, _lines(body)):
        return last
    if mark(last) != read:
        raise RewrittenBetween(last)
    new = _draft(text, last.number + 1, title, body) if last.published_at else _rewritten(last, title, body)
    record(by, "text_rewritten", text, number=new.number)
    return new


def _last(text: Text) -> TextVersion:
    """Nobody else writes this text until the end."""
    Text.objects.select_for_update().get(pk=text.pk)
    last: TextVersion = text.versions.order_by("-number")[0]
    return last


def _rewritten(draft: TextVersion, title: str, body: str) -> TextVersion:
    draft.title, draft.body = title, _lines(body)
    _check_articles(draft.text, draft.body)
    draft.full_clean(exclude=["text", "committee", "decision"])
    draft.save(update_fields=["title", "body"])
    if draft.number == 1:
        Text.objects.filter(pk=draft.text_id).update(title=title)
    return draft


@transaction.atomic
def publish_text(*, by: Actor, text: Text, read: str, decision: Decision | None = None) -> TextVersion:
    """What was read becomes public, and no longer changes."""
    check_can_keep(by, standing(by, text.committee))
    last = _last(text)
    if last.published_at:
        return last
    if mark(last) != read:
        raise RewrittenBetween(last)
    _check_decided(text, decision)
    told = {"published_at": timezone.now(), "digest": digest(last), "decision": decision}
    TextVersion.objects.filter(pk=last.pk, published_at=None).update(**told)
    Text.objects.filter(pk=text.pk).update(title=last.title)
    last.refresh_from_db()
    record(by, "text_published", text, number=last.number, digest=last.digest)
    return last


def _check_decided(text: Text, decision: Decision | None) -> None:
    if decision and not (decision.adopted and decision.committee_id == text.committee_id):
        raise ValidationError({"decision": "Seule une décision adoptée de cette instance publie ce texte."})
