"""What waits today: for whoever follows requests, for whoever instructs them. A query or two each."""

from datetime import date, timedelta

from django.db.models import Count, Q

from maillage.people.rules import follows
from maillage.permissions import Actor
from maillage.referrals.enums import DECIDED, WITH_THEM, RequestState
from maillage.referrals.queries import places
from maillage.referrals.queries import referrals as queries
from maillage.referrals.queries.inbox import counts
from maillage.referrals.rules import can_instruct

FRESH = timedelta(days=14)


def followed(actor: Actor, day: date) -> list[tuple[str, int]]:
    """[(what, how many)] of the requests that one follows: late, incomplete, answered these two weeks."""
    if not follows(actor):
        return []
    told = queries.followed(actor).aggregate(
        late=Count("pk", filter=Q(state__in=WITH_THEM, due_on__lt=day)),
        incomplete=Count("pk", filter=Q(state=RequestState.INCOMPLETE)),
        answered=Count("pk", filter=Q(state__in=DECIDED, decided_on__gte=day - FRESH)),
    )
    return [
        ("Réponses de dispositifs en retard", told["late"]),
        ("Demandes incomplètes", told["incomplete"]),
        ("Réponses de dispositifs, ces deux semaines", told["answered"]),
        ("Places proposées, réponse attendue", places.to_be_answered(actor).count()),
    ]


def entries_awaited(actor: Actor) -> int:
    """Who said yes and is to come, for where they are lodged."""
    return places.coming(actor).count() if actor.at_work else 0


def answers_due(actor: Actor, day: date) -> list[tuple[str, int]]:
    """The same for whoever instructs: to receive, due within seven days, late."""
    if not can_instruct(actor):
        return []
    told = counts(actor, day)
    return [
        ("Demandes à recevoir", told.waiting),
        ("Réponses à rendre cette semaine", told.due),
        ("Réponses en retard", told.late),
    ]
