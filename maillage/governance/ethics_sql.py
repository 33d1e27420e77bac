"""Who asks an ethics space, who answers, in PostgreSQL; `rules.ethics` says the same.

What was asked and said never changes: only the state, the holder and the dates of a question do.
"""

from maillage.governance.enums import AUTHORS_STEPS, REFERRAL_ENDED
from maillage.governance.models.base import HERE, KEPT, ME, MINE
from maillage.permissions.writers import Writers, no_policies, policies

OVER = ", ".join(f"'{one}'" for one in REFERRAL_ENDED)
AUTHORS = ", ".join(f"'{one}'" for one in AUTHORS_STEPS)
HELD = f"COALESCE(national_id, committee_id) IN {KEPT}"
OPENS = f"author_id = {ME} AND state = 'sent' AND national_id IS NULL AND ({HERE} IS NOT NULL OR committee_id IN {MINE})"
OF_MINE = f"referral_id IN (SELECT id FROM governance_ethicsreferral WHERE author_id = {ME})"
OF_HELD = f"referral_id IN (SELECT id FROM governance_ethicsreferral WHERE {HELD} OR committee_id IN {KEPT})"

WRITERS = {
    "ethicsreferral": Writers(
        OPENS,
        f"state NOT IN ({OVER}) AND (author_id = {ME} OR {HELD})",
        f"(author_id = {ME} AND state IN ('taken', 'withdrawn')) OR {HELD} OR committee_id IN {KEPT}",
    ),
    "referralstep": Writers(
        f"user_id = {ME} AND ((kind IN ({AUTHORS}) AND {OF_MINE}) OR (kind NOT IN ({AUTHORS}) AND {OF_HELD}))",
        "false",
        "false",
    ),
}
"""Who inserts, which rows may change, what they may become."""

MOVES = "state, national_id, due_on, ended_on"
COLUMNS = f"""
REVOKE UPDATE ON governance_ethicsreferral FROM maillage_app;
GRANT UPDATE ({MOVES}) ON governance_ethicsreferral TO maillage_app;
"""


FORWARD = COLUMNS + policies("governance", WRITERS)
BACKWARD = no_policies("governance", WRITERS)
