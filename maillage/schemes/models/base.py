"""Who keeps a scheme and its places, in PostgreSQL; `rules` says the same."""

from maillage.governance.models.base import HERE
from maillage.permissions.definer import MAILER

KEEPS = (
    "(maillage_actor_has('scheme_officer') OR maillage_actor_has('team_leader')"
    " OR maillage_actor_has('animator'))"
)
KEPT_HERE = f"(structure_id = {HERE} AND {KEEPS})"
OURS = f"(structure_id = {HERE} OR host_id = {HERE})"
PLACES = "(SELECT id FROM schemes_place)"
"""Those that the actor sees."""
TOLD = f"(SELECT id FROM schemes_place WHERE {KEPT_HERE} OR host_id = {HERE})"
"""Those of which the actor says whether they are free: whoever keeps them, whoever works for the host."""

__all__ = ["HERE", "KEEPS", "KEPT_HERE", "MAILER", "OURS", "PLACES", "TOLD"]
