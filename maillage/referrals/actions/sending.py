"""What leaves: the parts that the scheme needs and that the person agreed to, copied that day; and what is taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from maillage.permissions import Actor, Forbidden
from maillage.referrals.actions.by_link import offer_link
from maillage.referrals.actions.events import happened, moving
from maillage.referrals.actions.withdrawing import TO_TAKE_BACK, take_back
from maillage.referrals.enums import EventKind, RequestState
from maillage.referrals.models import ReferralSection, SchemeRequest, SentSection
from maillage.referrals.rules import check_can_change, check_can_refer
from maillage.vault.fields import open_together

NOT_AGREED = (
    "La personne n’a pas encore donné son accord pour ce dispositif\u00a0: recueillez-le, puis envoyez."
)
CHANGED_SINCE = (
    "Le dossier a changé depuis l’accord de la personne\u00a0: redonnez-lui à lire ce qui a changé."
)
CLOSED = "Ce dispositif ne prend plus de demande depuis le {:%d/%m/%Y}."
LINK_DAYS = 120
"""A link opens a request as long as an answer may still be owed."""


@transaction.atomic
def send(*, by: Actor, request: SchemeRequest, version: int, site: str = "") -> SchemeRequest:
    """`site`: where a scheme without an account is led, by a link sent to its address."""
    check_can_refer(by, request.person_id)
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.DRAFT)
    today = timezone.localdate()
    if not found.scheme.is_open(today):
        raise Forbidden(CLOSED.format(found.scheme.ends_on or today))
    _copy(by, found)
    found.state, found.sent_at = RequestState.SENT, timezone.now()
    found.link_until = today + timedelta(days=LINK_DAYS)
    found.save(update_fields=["state", "sent_at", "link_until", "sent_answers", "version"])
    happened(by, found, EventKind.SENT, today)
    offer_link(found, site)
    return found


@transaction.atomic
def send_again(*, by: Actor, request: SchemeRequest, version: int, site: str = "") -> SchemeRequest:
    """What was missing, or wrong, in what they have: agreed to anew, it replaces it."""
    check_can_refer(by, request.person_id)
    check_can_change(by, request)
    found = moving(by, request, version, RequestState.INCOMPLETE)
    _copy(by, found)
    today = timezone.localdate()
    found.link_until = today + timedelta(days=LINK_DAYS)
    found.save(update_fields=["sent_answers", "link_until", "version"])
    happened(by, found, EventKind.SENT, today, "Dossier complété.")
    offer_link(found, site)
    return found


def _copy(by: Actor, request: SchemeRequest) -> None:
    """The parts agreed to, as they are now. Nothing that changed after the agreement leaves."""
    if request.agreed_at is None or request.withdrawn_at is not None:
        raise Forbidden(NOT_AGREED)
    rows = ReferralSection.objects.visible_to(by).filter(
        referral=request.referral_id, code__in=request.agreed
    )
    parts = open_together(list(rows.select_for_update()))
    written = [moment for one in parts for moment in (one.written_at, one.own_at)]
    if any(moment and moment > request.agreed_at for moment in (*written, request.answers_at)):
        raise Forbidden(CHANGED_SINCE)
    request.sent_answers = request.answers
    now = timezone.now()
    there = {one.code: one for one in SentSection.objects.visible_to(by).filter(request=request)}
    told = {"person_id": request.person_id, "structure_id": request.structure_id, "request": request}
    for one in parts:
        copy = there.get(one.code) or SentSection(code=one.code, **told)
        copy.filled, copy.own_words, copy.sent_at = one.filled, one.own_words, now
        copy.save()


@transaction.atomic
def withdraw(*, by: Actor, request: SchemeRequest, version: int) -> SchemeRequest:
    """The person takes their agreement back: from that instant the scheme reads nothing of it; that it was asked stays."""
    check_can_change(by, request)
    return take_back(by, moving(by, request, version, *TO_TAKE_BACK))
