"""Who deposits a draft text, who names its readers, who answers. PostgreSQL says the same (`models.drafts`, `drafts_sql`)."""

from maillage.governance.rules.access import Standing
from maillage.governance.rules.plans import leads
from maillage.permissions import Actor, Forbidden, can


def check_can_deposit(actor: Actor) -> None:
    if not leads(actor):
        raise Forbidden("Qui dirige une structure dépose un projet de texte en son nom.")


def check_is_requester(actor: Actor, requester_id: int) -> None:
    if actor.user_id != requester_id:
        raise Forbidden("Seul qui a déposé ce projet peut le faire.")


def check_can_list(actor: Actor, requester_id: int, *bodies: Standing) -> None:
    """Name another reader."""
    if not (actor.signed_in and (actor.user_id == requester_id or any(one.keeps for one in bodies))):
        raise Forbidden(
            "Qui a déposé ce projet, ou le secrétariat des instances saisies, en nomme les lecteurs."
        )


def check_can_speak(actor: Actor, body: Standing) -> None:
    """Give the opinion of a body."""
    if not (actor.signed_in and body.keeps):
        raise Forbidden("Le secrétariat de l’instance saisie rend son avis.")


def check_can_publish(actor: Actor, council: Standing, *, under_embargo: bool) -> None:
    """The council's opinion. Before the hour, every member of the council would read what it answers."""
    check_can_speak(actor, council)
    if under_embargo:
        raise Forbidden("Ce projet est encore sous embargo\u00a0: l’avis se publie ensuite.")


can_publish = can(check_can_publish)
can_deposit = can(check_can_deposit)
can_list = can(check_can_list)
can_speak = can(check_can_speak)
