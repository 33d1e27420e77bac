"""What is asked of schemes for somebody and is not over: nobody's file is archived nor erased meanwhile (`support`)."""

from datetime import date
from typing import Any

from django.db.models import Q

from maillage.referrals.enums import UNDER_WAY, RequestState
from maillage.referrals.models import Appeal, SchemeRequest

SENT = [state for state in UNDER_WAY if state != RequestState.DRAFT]
"""What was only begun holds nothing."""


def requests(today: date, using: str) -> Any:
    contestable = Q(state=RequestState.REFUSED, contest_by__gte=today)
    return SchemeRequest.objects.using(using).filter(Q(state__in=SENT) | contestable)


def appeals(today: date, using: str) -> Any:
    return Appeal.objects.using(using).filter(outcome="")
