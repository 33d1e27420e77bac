"""Who writes letters, rates, advances and claims, in PostgreSQL; `rules.expenses` says the same.

A claim is written by who asks, or by a keeper from a paper; settled by a keeper or by the structure that runs the
committee, never by who asked. What is paid changes for nobody, and nothing but a line of a draft is deleted.
"""

from maillage.governance.models.base import KEPT, ME, OWN_SEAT
from maillage.governance.models.expenses import SETTLED_HERE
from maillage.permissions.writers import Writers, no_policies, policies

SETTLES = f"({SETTLED_HERE}) AND user_id IS DISTINCT FROM {ME}"
CLAIM = "governance_expenseclaim"
OF_THIS_PRESENCE = (
    "(SELECT {what} FROM governance_presence p JOIN governance_gathering g ON g.id = p.gathering_id"
    " LEFT JOIN governance_occupant o ON o.id = p.occupant_id"
    f" WHERE p.id = {CLAIM}.presence_id AND g.held_at IS NOT NULL)"
)
TRUE_TO_PRESENCE = (
    f"{CLAIM}.committee_id = {OF_THIS_PRESENCE.format(what='g.committee_id')}"
    f" AND {CLAIM}.gathering_id = {OF_THIS_PRESENCE.format(what='g.id')}"
    f" AND {CLAIM}.user_id IS NOT DISTINCT FROM {OF_THIS_PRESENCE.format(what='o.user_id')}"
)
ENTERS = f"entered_by_id = {ME} AND (user_id = {ME} OR committee_id IN {KEPT})"
EDITS = f"state = 'draft' AND entered_by_id = {ME}"
OF_DRAFT = f"claim_id IN (SELECT id FROM {CLAIM} WHERE {EDITS})"
OF_SENT = f"claim_id IN (SELECT id FROM {CLAIM} WHERE state = 'sent' AND {SETTLES})"
OWN_CLAIM = f"claim_id IN (SELECT id FROM {CLAIM} WHERE state IN ('draft', 'sent') AND (user_id = {ME} OR entered_by_id = {ME}))"
UNANSWERED = "paid_on IS NULL AND refused_on IS NULL"

WRITERS = {
    "rate": Writers(SETTLED_HERE, SETTLED_HERE, SETTLED_HERE, "false"),
    "advance": Writers(
        f"{UNANSWERED} AND ((user_id = {ME} AND {OWN_SEAT}) OR committee_id IN {KEPT})",
        f"{UNANSWERED} AND {SETTLES}",
        SETTLES,
        "false",
    ),
    "expenseclaim": Writers(
        f"state = 'draft' AND {ENTERS} AND {TRUE_TO_PRESENCE}",
        f"({EDITS}) OR (state IN ('sent', 'accepted') AND {SETTLES})",
        f"(state IN ('draft', 'sent') AND entered_by_id = {ME}) OR (state IN ('accepted', 'refused', 'paid') AND {SETTLES})",
        "false",
    ),
    "expenseline": Writers(OF_DRAFT, f"{OF_DRAFT} OR {OF_SENT}", f"{OF_DRAFT} OR {OF_SENT}", OF_DRAFT),
    "receipt": Writers(f"user_id = {ME} AND {OWN_CLAIM}"),
    "missionletter": Writers(
        f"signed_on IS NULL AND ({SETTLED_HERE})",
        f"{SETTLED_HERE} OR (user_id = {ME} AND signed_on IS NULL)",
        f"{SETTLED_HERE} OR user_id = {ME}",
        "false",
    ),
}
"""Who inserts, which rows may change, what they may become, which may go."""


POLICIES = policies("governance", WRITERS)
NO_POLICIES = no_policies("governance", WRITERS)
