"""Who asks, who reads answers, who knows of a questionnaire. PostgreSQL says the same (`models`, `sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.consultations.rules.counts import HIDDEN_BELOW
from maillage.governance.enums import KEEPING
from maillage.governance.rules.access import duties_of
from maillage.permissions import Actor, Forbidden, can

ASKING = (Role.TEAM_LEADER, Role.ANIMATOR)


def asks_for_structure(actor: Actor) -> bool:
    return actor.at_work and actor.has(*ASKING)


def check_can_ask(actor: Actor, kept_committees: int) -> None:
    """Write a questionnaire, in the name of a committee or of one's structure."""
    if not (actor.signed_in and (kept_committees or asks_for_structure(actor))):
        raise Forbidden(
            "Un questionnaire est fait par qui tient les travaux d’une instance, ou par un responsable d’équipe ou un animateur."
        )


def check_can_keep(actor: Actor, keeps: bool) -> None:
    """Change it, invite, enter papers, read answers."""
    if not (actor.signed_in and keeps):
        raise Forbidden("Seuls ceux qui posent ce questionnaire peuvent le faire.")


can_ask = can(check_can_ask)


def _rows(name: str) -> Any:
    return apps.get_model("consultations", name).objects


def kept(actor: Actor) -> Q:
    """Questionnaires asked in the name of a committee whose work one keeps, or of the structure one leads."""
    if not actor.signed_in:
        return Q(pk__in=[])
    by_committee = Q(committee__in=duties_of(actor, *KEEPING))
    return by_committee | Q(structure_id=actor.structure_id) if asks_for_structure(actor) else by_committee


def _asked(actor: Actor) -> Q:
    """Sent to this account, and opened."""
    if not actor.signed_in:
        return Q(pk__in=[])
    invited = _rows("Invitation").filter(user_id=actor.user_id, sent_at__isnull=False)
    return Q(pk__in=invited.values("questionnaire"), opens_at__lte=timezone.now())


def _known(actor: Actor) -> Q:
    return kept(actor) | Q(published_at__isnull=False) | _asked(actor)


def _readable(actor: Actor) -> Any:
    """Signed answers as they come; anonymous ones once it is closed, and when they are enough to hide each other."""
    answers = _rows("Response").filter(questionnaire=OuterRef("pk"))
    enough = Exists(answers[HIDDEN_BELOW - 1 : HIDDEN_BELOW])
    signed = Q(anonymous=False) | (Q(closes_at__lte=timezone.now()) & Q(enough))
    return _rows("Questionnaire").filter(kept(actor), signed).values("pk")


def _of(condition: Q) -> Q:
    return Q(questionnaire__in=_rows("Questionnaire").filter(condition).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `consultations` that exist for this actor."""
    own = Q(user_id=actor.user_id) if actor.signed_in else Q(pk__in=[])
    conditions: dict[str, Any] = {
        "questionnaire": lambda: _known(actor),
        "question": lambda: _of(_known(actor)),
        "extension": lambda: _of(_known(actor)),
        "snapshot": lambda: _of(kept(actor)) | (Q(public=True) & _of(_known(actor))),
        "invitation": lambda: own | _of(kept(actor)),
        "response": lambda: Q(questionnaire__in=_readable(actor)),
        "answer": lambda: Q(questionnaire__in=_readable(actor)),
        "workbook": lambda: own & Q(questionnaire__in=_readable(actor)),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
