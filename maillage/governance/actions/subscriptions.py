"""To follow a committee, a mandate or the whole register by e-mail, without an account.

Nothing of it goes to the journal, that outlives an address: the row is all there is, and its end erases it.
"""

import logging
from smtplib import SMTPException
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.governance.models import Committee, Mandate
from maillage.governance.notifications.subscriptions import send_confirmation, send_digest
from maillage.governance.queries.publications import Window, published
from maillage.governance.queries.subscriptions import about
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of

ASK = "maillage.governance.ask_to_confirm"
log = logging.getLogger(__name__)


@transaction.atomic
def subscribe(
    *, email: str, site: str, committee: Committee | None = None, mandate: Mandate | None = None
) -> None:
    """Ask that address whether it agrees. An address that already follows is told nothing more, and nobody learns it."""
    asked = (email, committee and committee.pk, mandate and mandate.pk, site.rstrip("/"))
    key = value_of("subscribe(%s::varchar, %s::bigint, %s::bigint, %s::varchar)", *asked)
    if key:
        app.configure_task(ASK).defer(key=str(key))


def ask_to_confirm(key: UUID) -> None:
    """The job's: the address is read as late as it can be."""
    with acting(ANONYMOUS):
        for row in rows_of("pending_subscription(%s::uuid)", key):
            (told,) = rows_of("subscription(%s::uuid)", key)
            send_confirmation(row.email, row.site, key, about(ANONYMOUS, told.committee_id, told.mandate_id))


@transaction.atomic
def confirm(*, key: UUID) -> bool:
    """False when the address was erased in between."""
    return bool(value_of("confirm_subscription(%s::uuid)", key))


@transaction.atomic
def unsubscribe(*, key: UUID) -> None:
    """The address is erased. Twice: nothing more."""
    value_of("end_subscription(%s::uuid)", key)


def send_digests() -> int:
    """How many mails left. What is dated today waits for tomorrow, so that one mail a day holds everything."""
    with acting(ANONYMOUS):
        value_of("forget_unconfirmed()")
    sent = 0
    while (done := _send_one()) is not None:
        sent += done
    return sent


def _send_one() -> bool | None:
    """Whether a mail left for the next one; None after the last. One that cannot be sent keeps no other back."""
    with acting(ANONYMOUS):
        row = next(iter(rows_of("next_subscription()")), None)
        if row is None:
            return None
        key, email, committee, mandate, site, since = row
        today = timezone.localdate()
        news = published(Window(since, today, committee, mandate))
        try:
            if news:
                send_digest(email, site, key, about(ANONYMOUS, committee, mandate), news)
        except (SMTPException, OSError) as reason:  # its words may hold the address
            log.warning("A daily mail is left for tomorrow: %s", type(reason).__name__)
            return False
        value_of("subscription_told(%s::uuid, %s::date)", key, today)
        return bool(news)
