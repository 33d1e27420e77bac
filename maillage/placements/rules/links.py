"""The actor behind a student's personal link: nobody's account, one student's rows (`letters_sql.placements_linked`)."""

from uuid import UUID

from maillage.permissions import Actor

LINK = "student_link:"


def student_behind(key: UUID) -> Actor:
    return Actor(label="étudiant, par son lien", roles=frozenset({f"{LINK}{key}"}))


def link_of(actor: Actor) -> UUID | None:
    """The key that opened it; None for any other actor."""
    if actor.signed_in:
        return None
    found = (one.removeprefix(LINK) for one in actor.roles if one.startswith(LINK))
    return next((UUID(one) for one in found), None)
