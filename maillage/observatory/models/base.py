"""Whom PostgreSQL shows the rows of this context to. `rules` says the same."""

from maillage.directory.models.columns import signer
from maillage.governance.models.base import HERE, ME
from maillage.observatory.enums import STATISTICS

KEEPS = (
    "(maillage_actor_has('animator') OR maillage_actor_has('team_leader')"
    " OR maillage_actor_has('training_officer'))"
)
OWNED = f"(SELECT id FROM observatory_indicator WHERE owner_id = {HERE} AND {KEEPS})"
COUNTS = f"(SELECT maillage_actor_has('{STATISTICS}'))"


__all__ = ["COUNTS", "HERE", "KEEPS", "ME", "OWNED", "signer"]
