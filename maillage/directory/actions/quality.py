"""Cards read again by those they speak of: links sent, errors reported and answered."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.directory.enums import ReportState
from maillage.directory.models import ErrorReport, ReviewRequest, Service, Structure
from maillage.directory.queries.cards import REVIEW_DAYS
from maillage.directory.rules import check_can_animate, check_can_keep_cards
from maillage.permissions import Actor, Forbidden

SEND = "maillage.directory.send_review"
REMIND_AFTER_DAYS = 21


@transaction.atomic
def report_error(*, by: Actor, card: Structure | Service, text: str) -> ErrorReport:
    """By anybody, signed in or not. Its address says what became of it."""
    target = {"service" if isinstance(card, Service) else "structure": card}
    report = ErrorReport.objects.create(**target, text=text, reported_on=timezone.localdate())
    record(by, "error_reported", report)
    return report


@transaction.atomic
def answer_report(*, by: Actor, report: ErrorReport, state: str, answer: str) -> None:
    """Once; the first answer stays."""
    holder = report.structure or report.service.structure  # type: ignore[union-attr]
    check_can_keep_cards(by, holder.pk)
    told = {
        "state": state,
        "answer": answer,
        "answered_on": timezone.localdate(),
        "answered_by": by.label[:200],
    }
    if not ErrorReport.objects.filter(pk=report.pk, state=ReportState.OPEN).update(**told):
        raise Forbidden("Ce signalement a déjà une réponse.")
    record(by, "report_answered", report, state=state)


@transaction.atomic
def ask_review(*, by: Actor, structures: list[Structure], site: str) -> int:
    """Send each the link to its cards, once a day at most; how many were sent. Those without an address are phoned."""
    check_can_animate(by)
    return sum(_ask(by, one, site) for one in structures if one.email)


def _ask(by: Actor, structure: Structure, site: str) -> bool:
    today = timezone.localdate()
    told = {"email": structure.email, "until": today + timedelta(days=REVIEW_DAYS), "site": site}
    try:
        with transaction.atomic():
            asked = ReviewRequest.objects.create(structure=structure, sent_on=today, **told)
    except IntegrityError:
        return False
    record(by, "review_asked", asked)
    app.configure_task(SEND).defer(request=asked.pk)
    return True


def remind_reviews(today: date | None = None) -> int:
    """Once, three weeks after a link that nobody opened to the end; each in its own transaction. How many."""
    day = today or timezone.localdate()
    waiting = ReviewRequest.objects.filter(answered_on=None, reminded_on=None, until__gte=day)
    late = waiting.filter(sent_on__lte=day - timedelta(days=REMIND_AFTER_DAYS), structure__email=F("email"))
    return sum(_remind(pk, day) for pk in late.order_by("pk").values_list("pk", flat=True))


def _remind(pk: int, today: date) -> bool:
    with transaction.atomic():
        first = ReviewRequest.objects.filter(pk=pk, reminded_on=None).update(reminded_on=today)
        if first:
            app.configure_task(SEND).defer(request=pk)
    return bool(first)


@transaction.atomic
def review_answered(*, request: ReviewRequest) -> None:
    """An address corrected through the link goes on opening it."""
    ReviewRequest.objects.filter(pk=request.pk, answered_on=None).update(answered_on=timezone.localdate())
    email = Structure.objects.values_list("email", flat=True).get(pk=request.structure_id)
    ReviewRequest.objects.filter(pk=request.pk).exclude(email=email).update(email=email)
