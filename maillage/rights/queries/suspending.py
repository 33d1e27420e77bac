"""What is claimed for somebody and is not over: nobody's file is archived nor erased meanwhile (`support`)."""

from datetime import date
from typing import Any

from django.db.models import Q

from maillage.rights.enums import ClaimState
from maillage.rights.models import Appeal, Claim, Overpayment

OWED = (ClaimState.FILED, ClaimState.INCOMPLETE, ClaimState.GRANTED, ClaimState.APPEALED)
"""A body owes an answer, or money. What was only proposed or prepared holds nothing."""


def claims(today: date, using: str) -> Any:
    contestable = Q(state=ClaimState.REFUSED, act_by__gte=today)
    return Claim.objects.using(using).filter(Q(state__in=OWED) | contestable)


def appeals(today: date, using: str) -> Any:
    return Appeal.objects.using(using).filter(outcome="")


def overpayments(today: date, using: str) -> Any:
    """Contested, or that may still be."""
    rows = Overpayment.objects.using(using).filter(settled_on=None)
    return rows.filter(Q(contested_on__isnull=False) | Q(contest_by__gte=today))
