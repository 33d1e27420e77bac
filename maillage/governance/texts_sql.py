"""Who links texts, comments on them, adheres to them, in PostgreSQL; `rules.access` and `rules.texts` say the same."""

from maillage.governance.models.base import HERE, KEPT, ME, MINE
from maillage.permissions.writers import Writers, no_policies, policies

BINDS = (
    f"(structure_id = {HERE} AND (maillage_actor_has('team_leader') OR maillage_actor_has('administrator')))"
)
OF_KEPT = f"text_id IN (SELECT id FROM governance_text WHERE committee_id IN {KEPT})"
PUBLISHED = "version_id IN (SELECT id FROM governance_textversion WHERE published_at IS NOT NULL)"

WRITERS = {
    "textlink": Writers(OF_KEPT, "false", "false", OF_KEPT),
    "textcomment": Writers(
        f"user_id = {ME} AND state = 'open' AND committee_id IN {MINE}",
        f"state = 'open' AND committee_id IN {KEPT}",
        f"settled_by_id = {ME} AND committee_id IN {KEPT}",
        "false",
    ),
    "adherence": Writers(
        f"user_id = {ME} AND ended_on IS NULL AND {BINDS} AND {PUBLISHED}",
        f"ended_on IS NULL AND {BINDS}",
        BINDS,
        "false",
    ),
}
"""Who inserts, which rows may change, what they may become, who deletes."""


# Nobody changes what somebody else wrote: only how it ends.
COLUMNS = """
REVOKE UPDATE ON governance_textcomment, governance_adherence FROM maillage_app;
GRANT UPDATE (state, reason, settled_at, settled_by_id) ON governance_textcomment TO maillage_app;
GRANT UPDATE (ended_on, ending, review, reviewed_on) ON governance_adherence TO maillage_app;
"""
# A comment, an adherence cannot name another text's version, nor another committee than its text's.
SAME_TEXT = """
ALTER TABLE governance_textversion ADD CONSTRAINT governance_version_of UNIQUE (id, text_id);
ALTER TABLE governance_textcomment ADD CONSTRAINT governance_comment_of_its_text
    FOREIGN KEY (text_id, committee_id) REFERENCES governance_text (id, committee_id),
    ADD CONSTRAINT governance_comment_of_its_version
    FOREIGN KEY (version_id, text_id) REFERENCES governance_textversion (id, text_id);
ALTER TABLE governance_adherence ADD CONSTRAINT governance_adherence_of_its_version
    FOREIGN KEY (version_id, text_id) REFERENCES governance_textversion (id, text_id);
"""
ANY_TEXT = """
ALTER TABLE governance_adherence DROP CONSTRAINT governance_adherence_of_its_version;
ALTER TABLE governance_textcomment DROP CONSTRAINT governance_comment_of_its_version,
    DROP CONSTRAINT governance_comment_of_its_text;
ALTER TABLE governance_textversion DROP CONSTRAINT governance_version_of;
"""

FORWARD = policies("governance", WRITERS) + COLUMNS + SAME_TEXT
BACKWARD = ANY_TEXT + no_policies("governance", WRITERS)
