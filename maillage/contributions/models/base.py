"""Who sees and who writes the rows of a process, in PostgreSQL; `rules` says the same."""

from maillage.governance.models.base import KEPT, ME, MINE, VisibleManager

PROCESS = "contributions_process"
KNOWN = f"process_id IN (SELECT id FROM {PROCESS})"
RUN = f"process_id IN (SELECT id FROM {PROCESS} WHERE committee_id IN {KEPT})"
OPEN_TO_ME = (
    f"process_id IN (SELECT id FROM {PROCESS} WHERE published_on IS NOT NULL OR committee_id IN {MINE})"
)
OWN = f"(user_id = {ME} OR (entered_by_id = {ME} AND channel = 'relay'))"

__all__ = ["KEPT", "KNOWN", "ME", "MINE", "OPEN_TO_ME", "OWN", "PROCESS", "RUN", "VisibleManager"]
