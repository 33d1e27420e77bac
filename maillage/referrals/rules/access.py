"""Who writes the single document, who reads it, who answers. PostgreSQL says the same (`models.base`, `sql`)."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BooleanField, Exists, F, Func, Model, OuterRef, Q

from maillage.accounts.enums import Role
from maillage.people.rules import NOBODY, check_is_person, follows
from maillage.permissions import Actor, Forbidden, can
from maillage.referrals.enums import LIVE, PAST
from maillage.referrals.rules import cases
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
    """Requests sent to the schemes that this actor instructs for, but those they stepped aside from."""
    if not (actor.at_work and actor.has(Role.SCHEME_OFFICER)):
        return NOBODY
    every: Any = apps.get_model("schemes", "Scheme").objects
    schemes = every.filter(structure_id=actor.structure_id)
    there = Q(sent_at__isnull=False, scheme__in=schemes.values("pk"))
    return there & ~Q(pk__in=cases.recused(actor))


def of_team(actor: Actor) -> Q:
    """Written by the structure, about persons that this actor follows by name there."""
    return Q(structure_id=actor.structure_id) & among(actor, "in_team") if actor.at_work else NOBODY


def _of_received(actor: Actor, **more: Any) -> Q:
    """Asked of the request of each row, by its key: those of a scheme are too many to be listed for one page."""
    rows = _rows("SchemeRequest").filter(received(actor), pk=OuterRef("request_id"), **more)
    return Q(Exists(rows))


ARCHIVED = Q(Func("person_id", function="maillage_definer.is_archived", output_field=BooleanField()))
READ_AFTER: dict[str, Q] = {
    **dict.fromkeys(("sentsection", "event", "missingpiece", "appeal", "joineddocument"), NOBODY),
    **dict.fromkeys(("casebrief", "hearing", "placeneed"), NOBODY),
    "schemerequest": ~Q(state__in=PAST),
    "offer": Q(state__in=LIVE),
}
"""What is still read of somebody once their file is archived: what is not over stays on its list (`archived_sql`)."""
AGREED = Q(request__agreed__contains=[F("code")])


def _sent_there(actor: Actor) -> Q:
    """What was agreed to, as long as it is: read again at each reading."""
    return AGREED & (_of_received(actor, withdrawn_at=None) | cases.sheets(actor))


def _assigned(actor: Actor) -> Q:
    """As long as the person agrees; or lives there, for somebody to note that they leave."""
    lived_in = Q(state="entered") & _of_received(actor)
    return _of_received(actor, withdrawn_at=None) | lived_in


def _hosted(actor: Actor) -> Q:
    """Who comes, for their host, once they said yes."""
    places = apps.get_model("schemes", "Place").objects.filter(host_id=actor.structure_id)
    return Q(state__in=("accepted", "entered"), place__in=places.values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `referrals` that exist for this actor."""
    name = str(model._meta.model_name)
    return _seen(name, actor) & (READ_AFTER[name] | ~ARCHIVED if name in READ_AFTER else Q())


def _seen(name: str, actor: Actor) -> Q:
    if actor.person_id:
        return NOBODY if name in cases.OF_MEMBERS else Q(person_id=actor.person_id)
    more: dict[str, Any] = {
        "schemerequest": lambda: received(actor) | Q(pk__in=cases.read(actor)),
        "sentsection": lambda: _sent_there(actor),
        "event": lambda: _of_received(actor),
        "missingpiece": lambda: _of_received(actor),
        "case": lambda: cases.seen(actor),
        "casebrief": lambda: Q(request__in=cases.read(actor)),
        "hearing": lambda: Q(request__in=cases.read(actor)),
        "undertaking": lambda: cases.of_members(actor),
        "caserecusal": lambda: cases.of_members(actor),
        "offer": lambda: _assigned(actor) | _hosted(actor),
        "placeneed": lambda: _of_received(actor, withdrawn_at=None),
        "appeal": lambda: _of_received(actor) & Q(shared=True),
        "joineddocument": lambda: _of_received(actor, withdrawn_at=None) & Q(agreed_at__isnull=False),
    }
    seen: Q = more[name]() if name in more else NOBODY
    seen = seen if name in cases.WITHOUT_TEAM else of_team(actor) | seen
    return seen if name in cases.OF_MEMBERS else seen & ~_keeping_out(actor)


def _keeping_out(actor: Actor) -> Q:
    """Persons who keep this account out of their file. PostgreSQL alone answers it in production."""
    kept: Any = apps.get_model("people", "Conflict").objects
    return Q(person_id__in=kept.filter(agent_id=actor.user_id).values("person_id"))
