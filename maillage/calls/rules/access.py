"""Who publishes a call, who asks, who judges, who reads. PostgreSQL says the same (`models`, `sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Count, Model, Q
from django.utils import timezone

from maillage.calls.enums import WRITABLE, FileState
from maillage.governance.enums import KEEPING
from maillage.governance.rules import Standing, can_found
from maillage.governance.rules.access import duties_of, in_force, seats_of
from maillage.permissions import Actor, Forbidden, can
from maillage.permissions.once import once_a_page

NOTHING = Q(pk__in=[])


def check_can_publish(actor: Actor, standing: Standing) -> None:
    """Write a call, publish it, answer its questions, keep its indicators."""
    if not (actor.signed_in and (standing.keeps or standing.runs)):
        raise Forbidden("Le secrétariat du jury, ou la structure qui le tient, s’occupe de cet appel.")


def check_can_judge(actor: Actor, standing: Standing) -> None:
    """See the files of a jury."""
    if not (actor.signed_in and standing.inside):
        raise Forbidden("Seul le jury lit les dossiers.")


def check_can_keep_jury(actor: Actor, standing: Standing) -> None:
    """Admit files, give them to read, note what the jury decided, send its letters."""
    if not (actor.signed_in and standing.keeps):
        raise Forbidden("La présidence, le secrétariat ou l’animation du jury le fait.")


def check_can_apply(actor: Actor) -> None:
    if not actor.at_work:
        raise Forbidden(
            "Un dossier s’écrit au nom d’une structure\u00a0: connectez-vous avec un compte de la vôtre."
        )


def workplace(actor: Actor) -> int:
    """The structure that asks. Refused to whoever is not at work."""
    check_can_apply(actor)
    assert actor.structure_id is not None
    return actor.structure_id


def check_can_write(actor: Actor, application: Any) -> None:
    """As it is in the hands of its structure."""
    if not (actor.at_work and actor.structure_id == application.structure_id):
        raise Forbidden("Seule la structure qui porte ce dossier l’écrit.")
    if application.state not in WRITABLE:
        raise Forbidden("Ce dossier est déposé\u00a0: il ne change plus.")


def check_can_tell(actor: Actor, award: Any) -> None:
    """What became of a project."""
    if not (actor.at_work and actor.structure_id == award.structure_id):
        raise Forbidden("La structure qui porte ce projet le dit.")


can_publish = can(check_can_publish)
can_judge = can(check_can_judge)
can_keep_jury = can(check_can_keep_jury)
can_apply = can(check_can_apply)
can_write = can(check_can_write)
can_tell = can(check_can_tell)


def _rows(label: str) -> Any:
    return apps.get_model(label).objects


@once_a_page
def _inside(actor: Actor) -> Q:
    """Calls whose jury this account belongs to."""
    if not actor.signed_in:
        return NOTHING
    return Q(committee__in=seats_of(actor)) | Q(committee__in=duties_of(actor))


@once_a_page
def _run(actor: Actor) -> Q:
    """Calls that this account's duty, or structure, carries."""
    if not actor.signed_in:
        return NOTHING
    kept = Q(committee__in=duties_of(actor, *KEEPING))
    if not can_found(actor):
        return kept
    run = _rows("governance.Committee").filter(structure_id=actor.structure_id)
    return kept | Q(committee__in=run.values("pk"))


def _calls(actor: Actor) -> Q:
    return Q(published_at__isnull=False) | _inside(actor) | _run(actor)


def _of(condition: Q) -> Q:
    return Q(call__in=_rows("calls.Call").filter(condition).values("pk"))


@once_a_page
def own_structures(actor: Actor) -> Q:
    """Where this account works, or for whom it sits, as `structure`: it judges none of their files."""
    day = timezone.localdate()
    worked = _rows("accounts.Membership").current(day).filter(user_id=actor.user_id).values("structure")
    seats = _rows("governance.Occupant").filter(
        in_force(day), in_force(day, "seat__"), user_id=actor.user_id, seat__structure__isnull=False
    )
    return (
        Q(structure__in=worked)
        | Q(structure__in=seats.values("seat__structure"))
        | Q(structure=actor.structure_id)
    )


@once_a_page
def _conflicts(actor: Actor) -> Q:
    """Files that this account must not judge: it stepped aside, or it works for those who ask."""
    if not actor.signed_in:
        return NOTHING
    asides = _rows("calls.Aside").filter(user_id=actor.user_id).values("application")
    own = own_structures(actor)
    joined = _rows("calls.Partner").filter(own, refused_on=None).values("application")
    return Q(pk__in=asides) | (_of(_inside(actor)) & (own | Q(pk__in=joined)))


def _held(actor: Actor) -> Q:
    """Files handed in to one's juries, that one may judge."""
    return ~Q(state=FileState.DRAFT) & _of(_inside(actor)) & ~_conflicts(actor)


def _own(actor: Actor) -> Q:
    """Files of one's structure, and those it is a partner of."""
    if not actor.at_work:
        return NOTHING
    joined = _rows("calls.Partner").filter(structure_id=actor.structure_id, refused_on=None)
    return Q(structure_id=actor.structure_id) | Q(pk__in=joined.values("application"))


def _seen_own(actor: Actor) -> Q:
    """Their own but while the jury that they belong to holds them."""
    back = Q(state__in=(*WRITABLE, FileState.NOTIFIED))
    return _own(actor) & (back | ~_conflicts(actor))


def _applications(actor: Actor) -> Q:
    """Their own, and those that they judge."""
    return _seen_own(actor) | _held(actor)


def _files(condition: Q, path: str = "application") -> Q:
    return Q(**{f"{path}__in": _rows("calls.Application").filter(condition).values("pk")})


def _seen_and_own(actor: Actor) -> Q:
    return _files(_seen_own(actor))


def _judged(actor: Actor) -> Q:
    return _files(_held(actor))


def _own_line(actor: Actor) -> Q:
    """A line that concerns one's own account."""
    return Q(user_id=actor.user_id) if actor.signed_in else NOTHING


def _here(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if actor.at_work else NOTHING


def _partners(actor: Actor) -> Q:
    asides = _rows("calls.Application").filter(_conflicts(actor)).values("pk")
    return _files(_applications(actor)) | (_here(actor) & ~Q(application__in=asides))


def opened(actor: Actor) -> Any:
    """Files whose first readings are open to their jury: all handed in, or the discussion begun."""
    rows = _rows("calls.Assignment").filter(_files(_of(_inside(actor)))).order_by().values("application")
    waiting = Count("pk", filter=Q(handed_at=None))
    begun = _rows("calls.Application").filter(_of(Q(collegial_at__isnull=False))).values("pk")
    return (
        rows.annotate(waiting=waiting).filter(Q(waiting=0) | Q(application__in=begun)).values("application")
    )


def _readings(actor: Actor) -> Q:
    if not actor.signed_in:
        return NOTHING
    typing = Q(typed_by_id=actor.user_id, assignment__handed_at=None)
    return _judged(actor) & (Q(user_id=actor.user_id) | typing | Q(application__in=opened(actor)))


def _rulings(actor: Actor) -> Q:
    return _judged(actor) | (Q(notified_on__isnull=False) & _seen_and_own(actor))


def _followed(actor: Actor) -> Q:
    """Projects of one's structure, and those of the calls that one judges or carries."""
    return _here(actor) | _of(_inside(actor) | _run(actor))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `calls` that exist for this actor."""
    conditions: dict[str, Any] = {
        "call": lambda: _calls(actor),
        "funder": lambda: _of(_calls(actor)),
        "question": lambda: _of(_calls(actor)),
        "helpanswer": lambda: _of(_calls(actor)),
        "helprequest": lambda: _here(actor) | _own_line(actor) | _of(_run(actor)),
        "intent": lambda: _here(actor) | _of(_run(actor)) | (Q(shared=True) if actor.at_work else NOTHING),
        "application": lambda: _applications(actor),
        "partner": lambda: _partners(actor),
        "answer": lambda: _seen_and_own(actor),
        "fileversion": lambda: _seen_and_own(actor) | _judged(actor),
        "aside": lambda: _own_line(actor) | _judged(actor),
        "assignment": lambda: _judged(actor),
        "reading": lambda: _readings(actor),
        "ruling": lambda: _rulings(actor),
        "grant": lambda: Q(ruling__in=_rows("calls.Ruling").filter(_rulings(actor)).values("pk")),
        "award": Q,
        "indicator": lambda: _of(_calls(actor)),
        "indicatorreview": lambda: _of(_calls(actor)),
        "value": lambda: Q(award__in=_rows("calls.Award").filter(_followed(actor)).values("pk")),
        "endreview": Q,
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
