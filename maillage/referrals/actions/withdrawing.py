"""An agreement taken back: while an answer is owed, the request ends; once it was given, what was sent closes all the same."""

from django.utils import timezone

from maillage.permissions import Actor
from maillage.referrals.actions.events import happened
from maillage.referrals.actions.place_answers import release
from maillage.referrals.enums import UNDER_WAY, Ending, EventKind, RequestState
from maillage.referrals.models import SchemeRequest

TO_TAKE_BACK = tuple(one for one in RequestState if one != RequestState.WITHDRAWN)


def take_back(by: Actor, found: SchemeRequest) -> SchemeRequest:
    """`found`: locked."""
    found.withdrawn_at = timezone.now()
    if found.state in UNDER_WAY:
        found.state, found.ended_on, found.ending = (
            RequestState.WITHDRAWN,
            timezone.localdate(),
            Ending.DECLINED,
        )
    found.save(update_fields=["withdrawn_at", "state", "ended_on", "ending", "version"])
    release(by, found)
    happened(by, found, EventKind.WITHDRAWN, timezone.localdate())
    return found
