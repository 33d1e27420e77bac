"""Who writes the single document, who reads it, who answers. PostgreSQL says the same (`models.base`, `sql`)."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, Model, Q

from maillage.accounts.enums import Role
from maillage.people.rules import NOBODY, check_is_person, follows
from maillage.permissions import Actor, Forbidden, can
from maillage.support.rules import among, check_can_follow, check_is_from_here


def check_can_see_requests(actor: Actor) -> None:
    """The list of those that one follows."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux suivent des demandes aux dispositifs.")


def check_can_refer(actor: Actor, person_id: UUID) -> None:
    """Write the document of somebody, send it: those of their team who follow them by name."""
    check_can_follow(actor, person_id)


def check_can_change(actor: Actor, row: Any) -> None:
    """Theirs to write: its team, from the structure that carries it; or the person."""
    if actor.person_id:
        if check_is_person(actor) != row.person_id:
            raise Forbidden("Ce dossier est celui d’une autre personne.")
        return
    check_can_refer(actor, row.person_id)
    check_is_from_here(actor, row.structure_id)


def check_can_instruct(actor: Actor, structure_id: int | None = None) -> None:
    """Receive requests and answer them, for the schemes of one's structure."""
    if not (actor.at_work and actor.has(Role.SCHEME_OFFICER)):
        raise Forbidden("Seuls les chargés de dispositif reçoivent les demandes et y répondent.")
    if structure_id is not None and structure_id != actor.structure_id:
        raise Forbidden("Cette demande est adressée à une autre structure.")


can_refer = can(check_can_refer)
can_instruct = can(check_can_instruct)


def _rows(name: str) -> Any:
    return apps.get_model("referrals", name).objects


def received(actor: Actor) -> Q:
    """Requests sent to the schemes that this actor instructs for."""
    if not (actor.at_work and actor.has(Role.SCHEME_OFFICER)):
        return NOBODY
    schemes = apps.get_model("schemes", "Scheme").objects.filter(structure_id=actor.structure_id)
    return Q(sent_at__isnull=False, scheme__in=schemes.values("pk"))


def _team(actor: Actor) -> Q:
    return Q(structure_id=actor.structure_id) & among(actor, "in_team")


def _of_received(actor: Actor, **more: Any) -> Q:
    return Q(request__in=_rows("SchemeRequest").filter(received(actor), **more).values("pk"))


def _sent_there(actor: Actor) -> Q:
    """What was agreed to, as long as it is: read again at each reading."""
    agreed = Q(request__agreed__contains=[F("code")])
    return _of_received(actor, withdrawn_at=None) & agreed


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `referrals` that exist for this actor."""
    if actor.person_id:
        return Q(person_id=actor.person_id)
    if not actor.at_work:
        return NOBODY
    more: dict[str, Any] = {
        "schemerequest": lambda: received(actor),
        "sentsection": lambda: _sent_there(actor),
        "event": lambda: _of_received(actor),
        "missingpiece": lambda: _of_received(actor),
        "appeal": lambda: _of_received(actor) & Q(shared=True),
        "joineddocument": lambda: _of_received(actor, withdrawn_at=None) & Q(agreed_at__isnull=False),
    }
    name = str(model._meta.model_name)
    return _team(actor) | more[name]() if name in more else _team(actor)
