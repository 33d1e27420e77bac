"""Who administers the accounts and roles of a structure. An administrator sees accounts, never a folder."""

from maillage.accounts.enums import SENSITIVE_ROLES, Role, RoleChange
from maillage.permissions import Actor, Forbidden, can


def check_can_manage_team(actor: Actor) -> None:
    """Open accounts, give and end roles, in the structure one works in just now."""
    if not (actor.at_work and actor.has(Role.ADMINISTRATOR)):
        raise Forbidden("Seul un administrateur de votre structure gère les comptes et les rôles.")


def check_can_give_role(actor: Actor, user_id: int | None) -> None:
    check_can_manage_team(actor)
    if user_id == actor.user_id:
        raise Forbidden(
            "Vous ne pouvez pas vous donner un rôle à vous-même : demandez à un autre administrateur."
        )


def check_can_decide(actor: Actor, change: str, user_id: int, proposed_by: int) -> None:
    """Confirm a change of a sensitive role: not the one who asked, and nobody for their own promotion."""
    check_can_manage_team(actor)
    if actor.user_id == proposed_by:
        raise Forbidden("Vous avez demandé ce changement : un autre administrateur doit le confirmer.")
    if change == RoleChange.GIVE and actor.user_id == user_id:
        raise Forbidden("Ce rôle est pour vous : un autre administrateur doit le confirmer.")


def check_can_close_account(
    actor: Actor, user_id: int, structures: frozenset[int], roles: frozenset[str]
) -> None:
    """`structures`, `roles`: all those that the person holds today, wherever it is."""
    check_can_manage_team(actor)
    if user_id == actor.user_id:
        raise Forbidden("Vous ne pouvez pas fermer votre propre compte : demandez à un autre administrateur.")
    if structures - {actor.structure_id}:
        raise Forbidden(
            "Cette personne travaille aussi ailleurs : retirez seulement ses rôles dans votre structure."
        )
    if roles & SENSITIVE_ROLES:
        raise Forbidden(
            "Cette personne tient un rôle sensible : faites-le retirer d’abord, à deux administrateurs."
        )


def check_can_unlink_proconnect(actor: Actor, user_id: int, other_ways: int) -> None:
    """`other_ways`: how many ways of signing in are left to this account without that identity."""
    if user_id != actor.user_id:
        raise Forbidden("Cette identité n’est pas la vôtre.")
    if not other_ways:
        raise Forbidden(
            "Vous ne pourriez plus vous connecter\u00a0: choisissez d’abord un mot de passe, par «\u00a0Mot de passe oublié\u00a0»."
        )


can_manage_team = can(check_can_manage_team)
can_give_role = can(check_can_give_role)
can_decide = can(check_can_decide)
can_close_account = can(check_can_close_account)
