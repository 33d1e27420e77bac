"""Who runs a session, offers seats, enters students, ranks; and what exists for whom. PostgreSQL says the same (`models`, `sql`)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, Model, Q
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can
from maillage.placements.rules.links import link_of

OFFICER = (Role.TRAINING_OFFICER,)
HOSTING = (Role.TEAM_LEADER, Role.TRAINING_OFFICER)
NOBODY = Q(pk__in=[])


def check_can_prepare(actor: Actor) -> None:
    """Open sessions in the name of one's structure, or keep its calendar of training."""
    if not (actor.at_work and actor.has(*OFFICER)):
        raise Forbidden("Une session de stages est tenue par un chargé de formation.")


def check_can_run(actor: Actor, structure_id: int) -> None:
    """Prepare, publish, match, arbitrate the sessions of one's platform."""
    check_can_prepare(actor)
    if actor.structure_id != structure_id:
        raise Forbidden("Une session est tenue par la plateforme qui la publie.")


def check_can_host(actor: Actor) -> None:
    """Offer seats in one's structure, read who comes, answer immersions."""
    if not (actor.at_work and actor.has(*HOSTING)):
        raise Forbidden(
            "Les places sont tenues par le responsable d’équipe ou le chargé de formation de la structure."
        )


def check_can_enter(actor: Actor, school_structure_id: int) -> None:
    """Enter the students of one's school and say what each promotion may apply to."""
    if not (actor.at_work and actor.has(*OFFICER) and actor.structure_id == school_structure_id):
        raise Forbidden("Les étudiants sont inscrits par le chargé de formation de leur école.")


def check_can_rank(
    actor: Actor, user_id: int | None, school_structure_id: int, key: UUID | None = None
) -> None:
    """One's own wishes, by an account or by a link; the school writes those of a student without an account, as they told it."""
    linked = user_id is None and key is not None and link_of(actor) == key
    own = (actor.signed_in and actor.user_id == user_id) or linked
    for_them = user_id is None and can_enter(actor, school_structure_id)
    if not (own or for_them):
        raise Forbidden("Les vœux sont écrits par l’étudiant lui-même.")


can_prepare = can(check_can_prepare)
can_run = can(check_can_run)
can_host = can(check_can_host)
can_enter = can(check_can_enter)
can_rank = can(check_can_rank)


def _rows(name: str) -> Any:
    return apps.get_model("placements", name).objects


def run_by(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if can_prepare(actor) else NOBODY


def hosted_by(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if can_host(actor) else NOBODY


def _published(now: datetime, **told: Any) -> Q:
    return Q(session__in=_rows("Session").filter(published_at__isnull=False, **told).values("pk"))


def _own(actor: Actor) -> Q:
    """The student's own rows, by their account or by their link."""
    if actor.signed_in:
        return Q(user_id=actor.user_id)
    key = link_of(actor)
    return Q(key=key, user=None, withdrawn_at=None) if key else NOBODY


def _candidates(actor: Actor) -> Q:
    """The student's own rows, those of the actor's school, those of the sessions that they run."""
    return _own(actor) | Q(school__in=_schools(actor)) | _of_run(actor)


def _schools(actor: Actor) -> Any:
    return _rows("School").filter(run_by(actor)).values("pk")


def _of_run(actor: Actor) -> Q:
    return Q(session__in=_rows("Session").filter(run_by(actor)).values("pk"))


def _lists(actor: Actor, now: datetime) -> Q:
    """A student's own list; the school's when it is shown, or written by it; all of a session that one runs, once closed."""
    people = _rows("Candidate")
    taught = people.filter(school__in=_schools(actor))
    closed = _rows("Session").filter(run_by(actor)).filter(Q(closes_at__lte=now) | Q(taken_over=True))
    return (
        Q(candidate__in=people.filter(_own(actor)).values("pk"))
        | Q(candidate__in=taught.filter(user=None).values("pk"))
        | Q(shown=True, candidate__in=taught.values("pk"))
        | Q(candidate__in=people.filter(session__in=closed.values("pk")).values("pk"))
    )


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `placements` that exist for this actor."""
    now, name = timezone.now(), str(model._meta.model_name)
    return _of_sessions(actor, now, name) or _of_people(actor, now, name)


def _of_sessions(actor: Actor, now: datetime, name: str) -> Q | None:
    seen = _rows("Session").filter(Q(published_at__isnull=False) | run_by(actor)).values("pk")
    signed_in = Q() if actor.signed_in or link_of(actor) else NOBODY
    conditions = {
        "session": Q(published_at__isnull=False) | run_by(actor),
        "seed": _published(now, closes_at__lte=now),
        "school": Q(session__in=seen),
        "cohort": Q(school__session__in=seen),
        "period": Q(pk=F("pk")) if actor.signed_in else NOBODY,
        "host": hosted_by(actor) | _of_run(actor),
        "seat": hosted_by(actor) | _of_run(actor) | (_published(now) & signed_in),
        "run": _of_run(actor) | _published(now, results_at__lte=now),
    }
    return conditions.get(name)


def _of_people(actor: Actor, now: datetime, name: str) -> Q:
    known = _rows("Candidate").filter(_candidates(actor)).values("pk")
    lists = _rows("WishList").filter(_lists(actor, now))
    hosted = Q(seat__in=_rows("Seat").filter(hosted_by(actor)).values("pk"))
    told = _published(now, results_at__lte=now)
    own = Q(user_id=actor.user_id) if actor.signed_in else NOBODY
    runs = _rows("Run")
    conditions: dict[str, Q] = {
        "letter": _of_run(actor)
        | Q(candidate__in=_rows("Candidate").filter(school__in=_schools(actor)).values("pk")),
        "candidate": _candidates(actor),
        "priority": Q(candidate__in=known),
        "wishlist": _lists(actor, now),
        "impossibility": Q(wishes__in=lists.values("pk")),
        "immersion": own | hosted,
        "trace": Q(run__in=runs.filter(_of_run(actor)).values("pk"))
        | Q(candidate__in=lists.values("candidate"), run__in=runs.filter(told).values("pk")),
        "arbitration": _of_run(actor) | (told & Q(outcome="confirmed", candidate__in=known)),
        "placement": _of_run(actor) | (told & (Q(candidate__in=known) | hosted)),
    }
    return conditions[name]
