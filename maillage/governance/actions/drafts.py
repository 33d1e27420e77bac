"""A draft text is deposited under embargo, read by those who are named, answered by two bodies in turn, followed up."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.governance.actions import texts
from maillage.governance.enums import CommitteeKind, TextKind
from maillage.governance.models import (
    Committee,
    Decision,
    DraftImpact,
    DraftReader,
    DraftReview,
    DraftVersion,
    Text,
)
from maillage.governance.queries import drafts as queries
from maillage.governance.queries.ethics import keepers
from maillage.governance.rules import account
from maillage.governance.rules.drafts import (
    check_can_deposit,
    check_can_list,
    check_can_publish,
    check_can_speak,
    check_is_requester,
)
from maillage.permissions import Actor, Forbidden

NOT_COUNCIL = "Un projet de texte se dépose auprès d’un conseil national."
NOT_ITS = "Cette commission n’est pas celle de ce conseil."
BEFORE = "La commission éthique répond avant le conseil\u00a0: donnez-lui une date plus tôt."
ALREADY = "Cet avis est déjà rendu\u00a0: relisez-le."
GIVEN = "Le conseil a déjà rendu son avis."
BETWEEN = "Une autre version vient d’être déposée\u00a0: relisez-la."
NOT_VOTED = "Seule une décision adoptée de ce conseil publie cet avis."


@transaction.atomic
def deposit(*, by: Actor, committee: Committee, values: dict[str, Any], body: str) -> DraftReview:
    """Read at once by those who keep the work of the two bodies; by nobody else."""
    check_can_deposit(by)
    _check_bodies(committee, values)
    told = {"requester_id": account(by), "structure_id": by.structure_id, **values}
    review = DraftReview(committee=committee, asked_on=timezone.localdate(), **told)
    review.full_clean(exclude=["committee", "ethics", "requester", "structure", "text", "decision"])
    review.save(force_insert=True)
    _version(review, 1, body)
    ethics = keepers(review.ethics_id) if review.ethics_id else []
    for user in dict.fromkeys([*keepers(committee.pk), *ethics]):
        DraftReader.objects.create(review=review, user_id=user, added_by_id=account(by))
    record(by, "draft_deposited", review)
    return review


def _check_bodies(committee: Committee, values: dict[str, Any]) -> None:
    if committee.kind != CommitteeKind.NATIONAL:
        raise Forbidden(NOT_COUNCIL)
    ethics: Committee | None = values.get("ethics")
    if ethics and ethics.parent_id != committee.pk:
        raise Forbidden(NOT_ITS)
    first: date | None = values.get("ethics_due_on")
    if first and first > values["due_on"]:
        raise ValidationError({"ethics_due_on": BEFORE})


def _version(review: DraftReview, number: int, body: str) -> DraftVersion:
    version = DraftVersion(review=review, number=number, body=body)
    version.full_clean(exclude=["review"])
    version.save(force_insert=True)
    return version


@transaction.atomic
def give_version(*, by: Actor, review: DraftReview, body: str) -> DraftVersion:
    """Of two at once, the second is told to read the first."""
    check_is_requester(by, review.requester_id)
    if review.given_on:
        raise Forbidden(GIVEN)
    last = DraftVersion.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            version = _version(review, last + 1, body)
    except IntegrityError:
        raise Forbidden(BETWEEN) from None
    record(by, "draft_version_given", review, number=version.number)
    return version


@transaction.atomic
def name_reader(*, by: Actor, review: DraftReview, user: User) -> None:
    check_can_list(by, review.requester_id, *queries.bodies(by, review))
    told = {"added_by_id": account(by)}
    _, new = DraftReader.objects.get_or_create(review=review, user=user, defaults=told)
    if new:
        record(by, "draft_reader_named", review, reader=user.pk)


@transaction.atomic
def say_impact(*, by: Actor, review: DraftReview, axis: str, words: str) -> DraftImpact:
    """By whoever reads it."""
    impact = DraftImpact(review=review, axis=axis, words=words, user_id=account(by))
    impact.full_clean(exclude=["review", "user"])
    impact.save(force_insert=True)
    record(by, "draft_impact_said", review, axis=axis)
    return impact


@transaction.atomic
def give_ethics_opinion(*, by: Actor, review: DraftReview, words: str) -> None:
    check_can_speak(by, queries.bodies(by, review)[1])
    rows = DraftReview.objects.filter(pk=review.pk, ethics_on=None)
    if not rows.update(ethics_words=words, ethics_on=timezone.localdate()):
        raise Forbidden(ALREADY)
    record(by, "draft_ethics_opinion", review)


@transaction.atomic
def give_council_opinion(
    *, by: Actor, review: DraftReview, title: str, words: str, decision: Decision | None
) -> Text:
    """Published once the embargo is over: before, every member of the council would read what it answers."""
    council, _ = queries.bodies(by, review)
    check_can_speak(by, council)
    kept = DraftReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if kept.given_on:
        raise Forbidden(ALREADY)
    check_can_publish(by, council, under_embargo=kept.under_embargo(timezone.now()))
    if decision and not (decision.adopted and decision.committee_id == kept.committee_id):
        raise ValidationError({"decision": NOT_VOTED})
    text = texts.write_text(
        by=by, committee=review.committee, kind=TextKind.OPINION, title=title, body=words, review_on=None
    )
    texts.publish_text(by=by, text=text, read=texts.mark(text.versions.get()), decision=decision)
    given = {"text": text, "decision": decision, "given_on": timezone.localdate()}
    DraftReview.objects.filter(pk=kept.pk).update(**given)
    record(by, "draft_opinion_given", review)
    return text


@transaction.atomic
def say_follow_up(*, by: Actor, review: DraftReview, words: str) -> None:
    """What the requester kept of the opinion."""
    check_is_requester(by, review.requester_id)
    rows = DraftReview.objects.filter(pk=review.pk, given_on__isnull=False, followed_on=None)
    if not rows.update(follow_up=words, followed_on=timezone.localdate()):
        raise Forbidden("La suite se dit une fois, quand l’avis est rendu.")
    record(by, "draft_followed", review)
