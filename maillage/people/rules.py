"""Who may read and write persons and households. Row security repeats `visible` in `models.py`."""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.people.enums import Part
from maillage.permissions import Actor, Forbidden, can
from maillage.permissions.once import once_a_page

NOBODY = Q(pk__in=[])
FOLLOWING = (Role.SOCIAL_WORKER, Role.RIGHTS_LEAD)
RECEIVING = (Role.RECEPTION, *FOLLOWING)


def follows(actor: Actor) -> bool:
    """Whether this actor follows people, in the structure where they are at work."""
    return actor.at_work and actor.has(*FOLLOWING)


def live(day: date) -> Q:
    """Lines of the ledger that count that day."""
    return Q(withdrawn_at=None, until__gte=day)


def in_force(actor: Actor) -> Q:
    """Lines of the ledger that let this actor read, today: named, or of their structure and role."""
    here = Q(reader=None, structure_id=actor.structure_id, role__in=["", *sorted(actor.roles)])
    return (Q(reader_id=actor.user_id) | here) & live(timezone.localdate())


def _covered(actor: Actor, part: str = "") -> QuerySet[Any, Any]:
    lines = apps.get_model("people", "Consent").objects.filter(in_force(actor))
    return (lines.filter(parts__contains=[part]) if part else lines).values("person_id")


def _attached(actor: Actor) -> Q:
    """Attachments that give this actor access: of their team, or covered by the ledger; never to whom they must not see."""
    ways = Q(worker_id=actor.user_id)
    if actor.has(Role.SOCIAL_WORKER, Role.RECEPTION):
        ways |= Q(worker__isnull=True)
    if actor.has(Role.RIGHTS_LEAD):
        ways = Q()
    ledger = Q(person__isnull=False, consent_of_id__in=_covered(actor)) | Q(
        household__isnull=False, consent_of_id__in=_covered(actor, Part.HOME)
    )
    grounded = Q(consent_of=None) | Q(ended_at=None) & ledger
    return Q(structure_id=actor.structure_id) & ways & grounded & ~_blocked(actor)


def _kept_out(actor: Actor) -> Q:
    """PostgreSQL alone answers it in production: the lines that keep somebody out are out of their sight."""
    persons = apps.get_model("people", "Conflict").objects.filter(agent_id=actor.user_id).values("person_id")
    return Q(person_id__in=persons)


def _blocked(actor: Actor) -> Q:
    """The same, and the households where these persons live or lived."""
    persons = apps.get_model("people", "Conflict").objects.filter(agent_id=actor.user_id).values("person_id")
    homes = apps.get_model("people", "HouseholdMember").objects.filter(person_id__in=persons)
    return Q(person_id__in=persons) | Q(household_id__in=homes.values("household_id"))


def open_attachments(actor: Actor) -> QuerySet[Any, Any]:
    """The attachments by which this actor reads files just now."""
    rows = apps.get_model("people", "Attachment").objects.filter(_attached(actor), ended_at__isnull=True)
    return cast("QuerySet[Any, Any]", rows)


def written(rows: QuerySet[Any, Any]) -> RawSQL:
    """A list of ids as SQL, for `__in`: put together again by Django inside each query, it takes longer than to read them."""
    sql, values = rows.query.sql_with_params()
    return RawSQL(sql, values)


def _through(actor: Actor, field: str, target: str) -> Q:
    return Q(**{f"{field}__in": _open_ids(actor, target, timezone.localdate())})


@lru_cache(maxsize=256)
def _open_ids(actor: Actor, target: str, today: date) -> RawSQL:
    """The same for the actor all day long: it is what is asked, not what is answered."""
    return written(open_attachments(actor).filter(**{f"{target}__isnull": False}).values(target))


def team_persons(actor: Actor) -> QuerySet[Any, Any]:
    """Ids of the persons this actor follows inside the team of the file, and not by the ledger."""
    rows = open_attachments(actor).filter(consent_of=None, person__isnull=False)
    return cast("QuerySet[Any, Any]", rows.values("person_id"))


class Ways(NamedTuple):
    """How an actor reads somebody's file: inside the team of the file, by name, both at once."""

    in_team: bool
    by_name: bool
    by_name_in_team: bool


@once_a_page
def ways_to(actor: Actor, person_id: UUID) -> Ways:
    rows = open_attachments(actor).filter(person_id=person_id)
    found = [
        (ledger is None, worker == actor.user_id)
        for ledger, worker in rows.values_list("consent_of_id", "worker_id")
    ]
    return Ways(any(team for team, _ in found), any(named for _, named in found), (True, True) in found)


def team_households(actor: Actor) -> QuerySet[Any, Any]:
    """Ids of the households that this actor follows inside the team of the file."""
    rows = open_attachments(actor).filter(consent_of=None, household__isnull=False)
    return cast("QuerySet[Any, Any]", rows.values("household_id"))


def _protected_ids(actor: Actor) -> QuerySet[Any, Any]:
    return (
        apps.get_model("people", "ProtectedReader")
        .objects.filter(reader_id=actor.user_id)
        .values("protected_id")
    )


OWN = {
    "person": "pk",
    "channel": "person_id",
    "consent": "person_id",
    "conflict": "person_id",
    "spaceaccess": "person_id",
    "householdmember": "person_id",
}
"""What an accompanied person reads of these tables, by the column that says whose the row is."""


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `people` that exist for this actor."""
    name = str(model._meta.model_name)
    if actor.person_id:
        return Q(**{OWN[name]: actor.person_id}) if name in OWN else NOBODY
    if actor.user_id is None or actor.structure_id is None:
        return NOBODY
    conditions: dict[str, Any] = {
        "person": lambda: _through(actor, "pk", "person"),
        "household": lambda: _through(actor, "pk", "household"),
        "householdmember": lambda: _through(actor, "household_id", "household"),
        "budgetline": lambda: _through(actor, "household_id", "household"),
        "channel": lambda: _through(actor, "person_id", "person"),
        "protectedaddress": lambda: Q(pk__in=_protected_ids(actor)) & _through(actor, "person_id", "person"),
        "protectedreader": lambda: Q(protected_id__in=_protected_ids(actor)),
        "attachment": lambda: _attached(actor),
        "attachmentrequest": lambda: Q(requester_id=actor.user_id) | _through(actor, "person_id", "person"),
        "consent": lambda: in_force(actor) & ~_kept_out(actor) | _through(actor, "person_id", "person"),
        "conflict": lambda: _through(actor, "person_id", "person") & ~Q(agent_id=actor.user_id),
        "spaceaccess": lambda: _through(actor, "person_id", "person"),
        "notsame": lambda: _through(actor, "first_id", "person") & _through(actor, "second_id", "person"),
        "personmerge": lambda: _through(actor, "kept_id", "person"),
        "matchattempt": lambda: Q(user_id=actor.user_id),
        "import": lambda: Q(owner_id=actor.user_id, structure_id=actor.structure_id),
        "importmapping": lambda: Q(structure_id=actor.structure_id),
    }
    condition: Q = conditions[name]()
    return condition


def at_work(actor: Actor) -> tuple[int, int]:
    """Who acts and where: (user, structure). Refused to whoever is not at work."""
    if actor.user_id is None or actor.structure_id is None:
        raise Forbidden("Choisissez d’abord la structure où vous travaillez.")
    return actor.user_id, actor.structure_id


def check_can_receive(actor: Actor) -> None:
    """Open a file for somebody who comes in."""
    if not (actor.at_work and actor.has(*RECEIVING)):
        raise Forbidden("Seules les personnes qui reçoivent du public ouvrent un dossier.")


def keeps_desk(actor: Actor) -> bool:
    """Receives whoever comes in, before anybody follows them."""
    return actor.at_work and actor.has(Role.RECEPTION)


def check_can_compose(actor: Actor) -> None:
    """Write a household's members, facts and budget."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux renseignent la situation d’un foyer.")


def check_can_protect(actor: Actor) -> None:
    """Hide where somebody lives, and name who may read it."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux mettent une adresse sous protection.")


def check_can_merge(actor: Actor) -> None:
    """Say that two files are of one person, or of two."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux réunissent deux fiches.")


def check_can_answer(actor: Actor) -> None:
    """Accept or refuse that somebody else be attached to a person one follows."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux répondent aux demandes de suivi.")


can_receive = can(check_can_receive)
can_compose = can(check_can_compose)
can_protect = can(check_can_protect)
can_merge = can(check_can_merge)
can_answer = can(check_can_answer)


def check_can_import(actor: Actor) -> None:
    """Bring in a file of households, and undo it."""
    if not follows(actor):
        raise Forbidden(
            "Seuls les travailleurs sociaux et les responsables de l’accès aux droits importent des foyers."
        )


can_import = can(check_can_import)


READS_ONLY = "Vous lisez ce dossier avec l’accord de la personne. Seule l’équipe qui l’accompagne le modifie."


def check_can_change(actor: Actor, person_id: UUID) -> None:
    """Write in somebody's file: their team does; whoever reads with the person's agreement reads."""
    if not (actor.at_work and ways_to(actor, person_id).in_team):
        raise Forbidden(READS_ONLY)


def check_can_change_home(actor: Actor, household_id: UUID) -> None:
    """The same for a household and its budget."""
    if not (actor.at_work and team_households(actor).filter(household_id=household_id).exists()):
        raise Forbidden(READS_ONLY)


def check_can_keep_ledger(actor: Actor, person_id: UUID) -> None:
    """Write down that somebody agreed, or no longer does; keep an agent out."""
    if not actor.has(*FOLLOWING):
        raise Forbidden("Seuls les travailleurs sociaux recueillent les accords d’une personne.")
    check_can_change(actor, person_id)


def check_can_give_code(actor: Actor, person_id: UUID) -> None:
    """Hand over what opens somebody's own space, where all that is theirs is read."""
    if not actor.has(Role.SOCIAL_WORKER):
        raise Forbidden("Seuls les travailleurs sociaux ouvrent l’espace d’une personne.")
    check_can_change(actor, person_id)


def check_can_choose_mail(actor: Actor, person_id: UUID) -> None:
    """Say where codes may come: the person alone, not whoever helps them."""
    if actor.person_id != person_id or actor.helper:
        raise Forbidden("Seule la personne choisit, dans son espace, l’adresse qui reçoit ses codes.")


def check_can_break_glass(actor: Actor) -> None:
    """Open, in an emergency, the file of somebody out of sight."""
    if not (actor.at_work and actor.has(Role.SOCIAL_WORKER)):
        raise Forbidden("Seuls les travailleurs sociaux ouvrent un dossier en urgence.")


def check_is_person(actor: Actor) -> UUID:
    """The accompanied person, in their own space; a helper acts there for them."""
    if actor.person_id is None:
        raise Forbidden("Cette page est celle de la personne accompagnée.")
    return actor.person_id


can_change = can(check_can_change)
can_change_home = can(check_can_change_home)
can_break_glass = can(check_can_break_glass)
can_keep_ledger = can(check_can_keep_ledger)
can_give_code = can(check_can_give_code)
can_choose_mail = can(check_can_choose_mail)
