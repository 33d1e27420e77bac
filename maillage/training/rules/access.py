"""Who opens sessions, who answers a registration, who confirms a declaration, who answers a contested line, who reads what.
PostgreSQL says the same (`models`, `sql`). An account is read by its own holder alone; a team is read in numbers."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])
HOLDING = (Role.TRAINING_OFFICER, Role.ANIMATOR)
LEADING = (Role.TRAINING_OFFICER, Role.TEAM_LEADER)


def _holds(actor: Actor) -> bool:
    return actor.at_work and actor.has(*HOLDING)


def check_can_open(actor: Actor) -> None:
    """Sessions, programmes, the map of stakeholders, the adoption of a rule."""
    if not _holds(actor):
        raise Forbidden("Un chargé de formation ou l’animateur du territoire peut le faire.")


def check_can_hold(actor: Actor, structure_id: int | None) -> None:
    if not (_holds(actor) and actor.structure_id == structure_id):
        raise Forbidden("Ceux qui organisent cette formation peuvent le faire.")


def check_can_adopt(actor: Actor, for_territory: bool) -> None:
    check_can_open(actor)
    if for_territory and not actor.has(Role.ANIMATOR):
        raise Forbidden("Pour tout un territoire, l’animateur du territoire note la décision.")


def check_can_ask(actor: Actor) -> None:
    if not actor.at_work:
        raise Forbidden("Inscrivez-vous depuis la structure où vous travaillez.")


def check_can_lead(actor: Actor) -> None:
    """Read the team in numbers, see what waits for an answer."""
    if not (actor.at_work and actor.has(*LEADING)):
        raise Forbidden("Cette page est réservée au chargé de formation et au responsable d’équipe.")


def check_can_agree(actor: Actor, structure_id: int | None, user_id: int | None) -> None:
    """The employer's answer to a registration: never one's own."""
    if not (actor.at_work and actor.has(*LEADING) and actor.structure_id == structure_id):
        raise Forbidden("Le chargé de formation ou le responsable de l’équipe de cette personne répond.")
    _not_oneself(actor, user_id)


def check_can_confirm(actor: Actor, structure_id: int | None, user_id: int | None) -> None:
    if not (actor.at_work and actor.has(Role.TRAINING_OFFICER) and actor.structure_id == structure_id):
        raise Forbidden("Le chargé de formation de l’employeur répond.")
    _not_oneself(actor, user_id)


def check_can_judge(actor: Actor, structure_id: int | None, user_id: int | None) -> None:
    """A contested line."""
    if not (_holds(actor) and actor.structure_id == structure_id):
        raise Forbidden("La personne à qui cette ligne est adressée répond.")
    _not_oneself(actor, user_id)


def _not_oneself(actor: Actor, user_id: int | None) -> None:
    if actor.user_id == user_id:
        raise Forbidden("Quelqu’un d’autre que vous répond à votre demande.")


can_open = can(check_can_open)
can_hold = can(check_can_hold)
can_adopt = can(check_can_adopt)
can_ask = can(check_can_ask)
can_lead = can(check_can_lead)
can_agree = can(check_can_agree)
can_confirm = can(check_can_confirm)
can_judge = can(check_can_judge)


def _rows(name: str) -> Any:
    return apps.get_model("training", name).objects


def held(actor: Actor) -> Q:
    """Rows of the structure in whose name one organises."""
    return Q(structure_id=actor.structure_id) if _holds(actor) else NOBODY


def led(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) if actor.at_work and actor.has(*LEADING) else NOBODY


def confirmed_by(actor: Actor) -> Q:
    officer = actor.at_work and actor.has(Role.TRAINING_OFFICER)
    return Q(structure_id=actor.structure_id) if officer else NOBODY


def own(actor: Actor) -> Q:
    return Q(user_id=actor.user_id) if actor.signed_in else NOBODY


def _sessions(actor: Actor) -> Q:
    return Q(published_at__isnull=False) | held(actor)


def _of_session(actor: Actor) -> Q:
    return Q(session__in=_rows("Session").filter(_sessions(actor)).values("pk"))


def _of_held(actor: Actor) -> Q:
    return Q(session__in=_rows("Session").filter(held(actor)).values("pk"))


def _presences(actor: Actor) -> Q:
    return Q(registration__in=_rows("Registration").filter(own(actor) | _of_held(actor)).values("pk"))


def _lines(actor: Actor) -> Q:
    contested = _rows("Contest").filter(held(actor)).values("line")
    declared = _rows("Declaration").filter(confirmed_by(actor)).values("pk")
    return own(actor) | Q(pk__in=contested) | Q(declaration__in=declared)


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `training` that exist for this actor."""
    conditions: dict[str, Any] = {
        "session": lambda: _sessions(actor),
        "sessiontheme": lambda: _of_session(actor),
        "halfday": lambda: _of_session(actor),
        "quota": lambda: _of_session(actor),
        "registration": lambda: own(actor) | led(actor) | _of_held(actor),
        "presence": lambda: _presences(actor),
        "letter": lambda: Q(registration__in=_rows("Registration").filter(_of_held(actor)).values("pk")),
        "declaration": lambda: own(actor) | confirmed_by(actor),
        "accountline": lambda: _lines(actor),
        "contest": lambda: own(actor) | held(actor),
        "selfcheck": lambda: Q(structure_id=actor.structure_id) if actor.at_work else NOBODY,
    }
    condition: Q = conditions.get(str(model._meta.model_name), Q)()
    return condition
