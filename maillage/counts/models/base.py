"""Who organises, in PostgreSQL; `rules` says the same."""

from maillage.governance.models.base import HERE
from maillage.permissions.managers import VisibleManager

KEPT = f"(structure_id = {HERE} AND (maillage_actor_has('team_leader') OR maillage_actor_has('animator')))"
OF_NIGHT = f"night_id IN (SELECT id FROM counts_night WHERE {KEPT})"

__all__ = ["HERE", "KEPT", "OF_NIGHT", "VisibleManager"]
