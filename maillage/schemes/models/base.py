"""Who keeps a scheme, in PostgreSQL; `rules` says the same."""

from maillage.governance.models.base import HERE

KEEPS = (
    "(maillage_actor_has('scheme_officer') OR maillage_actor_has('team_leader')"
    " OR maillage_actor_has('animator'))"
)
KEPT_HERE = f"(structure_id = {HERE} AND {KEEPS})"

__all__ = ["HERE", "KEEPS", "KEPT_HERE"]
