"""Whom PostgreSQL shows the rows of this context to. `rules.py` says the same."""

from maillage.directory.models.columns import in_structure, signer
from maillage.people.models.base import AT_WORK, OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.support.models.base import HERE, ME, MY_TEAM

RECEIVES = (
    "((SELECT maillage_actor_has('reception')) OR (SELECT maillage_actor_has('social_worker'))"
    " OR (SELECT maillage_actor_has('rights_lead')))"
)
DELEGATES = "((SELECT maillage_actor_has('social_worker')) OR (SELECT maillage_actor_has('rights_lead')))"
LEADS = "(SELECT maillage_actor_has('team_leader'))"
OURS = f"structure_id = {HERE}"


__all__ = [
    "AT_WORK",
    "DELEGATES",
    "HERE",
    "LEADS",
    "ME",
    "MY_TEAM",
    "OURS",
    "OWN_PERSON",
    "PERSON_VISIBLE",
    "RECEIVES",
    "identifier",
    "in_structure",
    "signer",
]
