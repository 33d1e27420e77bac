"""Minutes are written by several without losing a word, shared, amended, approved, then locked under their digest."""

import hashlib

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.models import AgendaItem, Amendment, Gathering, Minutes
from maillage.governance.queries import standing
from maillage.governance.rules import account, check_can_amend, check_can_keep
from maillage.permissions import Actor, Forbidden

LOCKED = "Ce compte rendu est approuvé\u00a0: il ne change plus."


class WrittenBetween(Forbidden):
    """Somebody else saved in between: `now` is what is kept, beside what was just typed."""

    def __init__(self, now: Minutes) -> None:
        super().__init__("Quelqu’un vient d’enregistrer ce compte rendu\u00a0: comparez les deux textes.")
        self.now = now


@transaction.atomic
def write_minutes(*, by: Actor, gathering: Gathering, version: int, text: str) -> Minutes:
    """`version` 0: nothing was written yet. The same text sent twice is kept once."""
    check_can_keep(by, standing(by, gathering.committee))
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    kept: Minutes | None = Minutes.objects.filter(gathering=gathering).first()
    if kept is None:
        kept = Minutes.objects.create(gathering=gathering, text=text)
        record(by, "minutes_written", kept)
        return kept
    if kept.approved_at:
        raise Forbidden(LOCKED)
    if kept.text == text:
        return kept
    if kept.version != version:
        raise WrittenBetween(kept)
    kept.text, kept.version = text, version + 1
    kept.full_clean(exclude=["gathering", "approved_in"])
    kept.save()
    record(by, "minutes_written", kept)
    return kept


@transaction.atomic
def share_minutes(*, by: Actor, minutes: Minutes) -> None:
    """Members read them and may ask for changes."""
    check_can_keep(by, standing(by, minutes.gathering.committee))
    if Minutes.objects.filter(pk=minutes.pk, shared_at=None).update(shared_at=timezone.now()):
        record(by, "minutes_shared", minutes)


@transaction.atomic
def ask_amendment(*, by: Actor, minutes: Minutes, passage: str, proposal: str) -> Amendment:
    check_can_amend(by, standing(by, minutes.gathering.committee))
    if minutes.approved_at:
        raise Forbidden(LOCKED)
    amendment = Amendment(record=minutes, user_id=account(by), passage=passage, proposal=proposal)
    amendment.full_clean(exclude=["record", "user"])
    amendment.save(force_insert=True)
    record(by, "amendment_asked", amendment)
    return amendment


@transaction.atomic
def answer_amendment(*, by: Actor, amendment: Amendment, accepted: bool, answer: str) -> None:
    check_can_keep(by, standing(by, amendment.record.gathering.committee))
    if not accepted and not answer.strip():
        raise Forbidden("Dites pourquoi ce changement n’est pas retenu.")
    rows = Amendment.objects.filter(pk=amendment.pk, record__approved_at=None)
    if rows.update(accepted=accepted, answer=answer.strip()):
        record(by, "amendment_answered", amendment, accepted=accepted)


@transaction.atomic
def approve_minutes(*, by: Actor, minutes: Minutes, approved_in: Gathering) -> None:
    """At a later meeting of the same committee; every change asked for has its answer."""
    check_can_keep(by, standing(by, minutes.gathering.committee))
    kept = Minutes.objects.select_for_update(of=("self",)).select_related("gathering").get(pk=minutes.pk)
    if kept.approved_at:
        return
    if approved_in.committee_id != kept.gathering.committee_id or (
        approved_in.starts_at <= kept.gathering.starts_at
    ):
        raise Forbidden("Un compte rendu est approuvé à une séance suivante de la même instance.")
    if kept.amendments.filter(accepted=None).exists():
        raise Forbidden("Répondez d’abord à chaque demande de changement.")
    if AgendaItem.objects.filter(gathering=kept.gathering, embargo_until__gt=timezone.now()).exists():
        raise Forbidden("Un point de cette séance est sous embargo\u00a0: approuvez son compte rendu après.")
    digest = hashlib.sha256(kept.text.encode()).hexdigest()
    told = {"approved_at": timezone.now(), "approved_in": approved_in, "digest": digest}
    Minutes.objects.filter(pk=kept.pk).update(shared_at=kept.shared_at or timezone.now(), **told)
    record(by, "minutes_approved", kept)
