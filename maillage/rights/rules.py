"""Who may screen and see potential rights. Row security repeats `visible` in `models.py`."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.clocks.months import shift
from maillage.people.models import Attachment, HouseholdMember
from maillage.people.rules import NOBODY, follows
from maillage.permissions import Actor, Forbidden, can
from maillage.rights.enums import INDIVIDUAL, Scope
from maillage.support.rules import among, check_can_follow, check_is_from_here

ASKING = ("applicant", "partner")
OF_RUN = {"run": ("asked_by_id", ~Q(scope=Scope.CASELOAD)), "chunk": ("worker_id", Q(worker=None))}
OF_PERSON = {"claim", "piece", "appeal", "overpayment"}
EARLIEST = date(2025, 1, 1)  # the corrections and the reference quarter are checked from this month on


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `rights` that exist for this actor: computed, by household; claimed, by person."""
    name = str(model._meta.model_name)
    if actor.person_id:
        return _own(name, actor)
    if actor.user_id is None or actor.structure_id is None:
        return NOBODY
    if name in OF_RUN:
        return Q(structure_id=actor.structure_id) & _asked(name, actor)
    if name in OF_PERSON:
        return _claimed(actor)
    attachments: Any = Attachment.objects.visible_to(actor)
    opened = attachments.filter(ended_at__isnull=True, household__isnull=False)
    return Q(household_id__in=opened.values("household_id"))


def _claimed(actor: Actor) -> Q:
    """Carried by one's own structure; elsewhere, when the person's ledger opens "foyer, budget et droits"."""
    return among(actor, "seen") & (Q(structure_id=actor.structure_id) | among(actor, "covered_home"))


def _own(name: str, actor: Actor) -> Q:
    """The person: what is claimed in their name, and what was found for the household they ask for."""
    if name in OF_PERSON:
        return Q(person_id=actor.person_id)
    if name not in ("screening", "entitlement"):
        return NOBODY
    assert actor.person_id is not None
    asking = HouseholdMember.objects.filter(role__in=ASKING, until=None)
    mine = Q(household_id__in=asking.filter(person_id=actor.person_id).values("household_id"))
    if name == "screening":
        return mine
    couples = asking.filter(role="partner").values("household_id")
    return mine & (~Q(benefit__in=INDIVIDUAL) | ~Q(household_id__in=couples))


def _asked(name: str, actor: Actor) -> Q:
    """What one asked for oneself; for a rights lead, what was asked for the structure too."""
    column, of_all = OF_RUN[name]
    mine = Q(**{column: actor.user_id})
    return mine | of_all if actor.has(Role.RIGHTS_LEAD) else mine


def watch(structure_id: int) -> Actor:
    """Who screens for a structure when nobody is behind: sees what its rights lead sees, and signs as the platform."""
    return Actor(
        structure_id=structure_id, roles=frozenset({Role.RIGHTS_LEAD}), label="Maillage, recherche des droits"
    )


def check_can_see_rights(actor: Actor) -> None:
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux et les référents accès aux droits voient les droits.")


def check_can_screen(actor: Actor, month: date, today: date) -> None:
    """`month` is the first day of the month of the right."""
    check_can_see_rights(actor)
    if month < EARLIEST:
        raise Forbidden(
            f"Les barèmes ne sont vérifiés qu’à partir de {EARLIEST:%m/%Y}. Choisissez un mois plus récent."
        )
    if month > latest_month(today):
        raise Forbidden(
            "Les barèmes de ce mois ne sont pas encore connus. Choisissez ce mois-ci ou le mois prochain."
        )


def check_can_watch(actor: Actor) -> None:
    """Screen a whole structure, or a territory."""
    if not (actor.at_work and actor.has(Role.RIGHTS_LEAD)):
        raise Forbidden("Seuls les référents accès aux droits repèrent toute une structure ou un territoire.")


def latest_month(today: date) -> date:
    """The month after this one: what can be claimed now is often due from the next month on."""
    return shift(today, 1)


def check_can_claim(actor: Actor, person_id: UUID) -> None:
    """Propose a right, prepare and follow a claim: those of the person's team who follow them by name."""
    check_can_see_rights(actor)
    check_can_follow(actor, person_id)


def check_can_change_claim(actor: Actor, person_id: UUID, structure_id: int) -> None:
    """A claim is carried by one structure, which alone changes it."""
    check_can_claim(actor, person_id)
    check_is_from_here(actor, structure_id)


can_claim = can(check_can_claim)
can_change_claim = can(check_can_change_claim)
can_see_rights = can(check_can_see_rights)
can_watch = can(check_can_watch)
