"""Members comment on the articles of their committee's texts; its keepers say what becomes of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.enums import CommentState
from maillage.governance.models import Text, TextComment, TextVersion
from maillage.governance.queries import standing
from maillage.governance.queries.comments import passage_of
from maillage.governance.rules import account, check_can_comment, check_can_keep
from maillage.permissions import Actor, Forbidden

SETTLED = "Ce commentaire est déjà examiné."


@transaction.atomic
def comment(*, by: Actor, text: Text, version: TextVersion, article: str, body: str) -> TextComment:
    """On an article of what is read, or on the whole text when `article` is empty."""
    check_can_comment(by, standing(by, text.committee))
    passage = passage_of(version, article)
    if passage is None:
        raise Forbidden("Cet article vient d’être renuméroté ou retiré\u00a0: revenez à la liste.")
    return _say(by, text, body, version=version, article=article, passage=passage)


def _say(by: Actor, text: Text, body: str, **told: object) -> TextComment:
    row = TextComment(text=text, committee_id=text.committee_id, user_id=account(by), body=body, **told)
    row.full_clean(exclude=["text", "committee", "user", "version", "parent"])
    row.save(force_insert=True)
    record(by, "text_commented", text, comment=row.pk)
    return row


@transaction.atomic
def reply(*, by: Actor, parent: TextComment, body: str) -> TextComment:
    check_can_comment(by, standing(by, parent.committee))
    if parent.parent_id is not None:
        raise Forbidden("On répond au commentaire, pas à une réponse.")
    return _say(by, parent.text, body, version=parent.version, article=parent.article, parent=parent)


@transaction.atomic
def settle(*, by: Actor, comment: TextComment, state: str, reason: str) -> None:
    """Once. Set aside, it says why. The text is locked: a settled comment no longer can be."""
    check_can_keep(by, standing(by, comment.committee))
    Text.objects.select_for_update().get(pk=comment.text_id)
    kept = TextComment.objects.get(pk=comment.pk)
    if kept.parent_id is not None or kept.state != CommentState.OPEN:
        raise Forbidden(SETTLED)
    if state == CommentState.ASIDE and not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi il est écarté\u00a0: qui l’a écrit le lira."})
    told = {
        "state": state,
        "reason": reason.strip(),
        "settled_at": timezone.now(),
        "settled_by_id": account(by),
    }
    TextComment.objects.filter(pk=kept.pk, state=CommentState.OPEN).update(**told)
    record(by, "comment_settled", comment.text, comment=kept.pk, state=state)
