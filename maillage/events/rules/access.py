"""What exists for whom: an event is read as its meeting is, its registrations by who keeps the work and by themselves.

PostgreSQL says the same (`models`). Who keeps the work is governance's to say (`governance.rules.check_can_keep`).
"""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.governance.enums import KEEPING
from maillage.governance.models import Gathering
from maillage.governance.rules.access import duties_of
from maillage.permissions import Actor


def _openings(actor: Actor) -> Any:
    seen = Gathering.objects.visible_to(actor).values("pk")
    return apps.get_model("events", "Opening").objects.filter(gathering__in=seen).values("pk")


def _kept(actor: Actor) -> Q:
    if not actor.signed_in:
        return Q(pk__in=[])
    return Q(opening__gathering__committee__in=duties_of(actor, *KEEPING))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `events` that exist for this actor."""
    name = str(model._meta.model_name)
    if name == "opening":
        return Q(gathering__in=Gathering.objects.visible_to(actor).values("pk"))
    if name == "registration":
        return _kept(actor) | Q(user_id=actor.user_id) if actor.signed_in else Q(pk__in=[])
    seen = Q(opening__in=_openings(actor))
    return _kept(actor) | (seen & Q(accepted_at__isnull=False)) if name == "topic" else seen
