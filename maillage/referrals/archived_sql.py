"""Once the file of a person is archived, whoever received something of it reads it no longer: neither what was sent nor what was
said of it. A request that is not over stays on its list; it keeps the file from being archived (`queries.suspending`).

Asked row by row, where a page reads the rows of one request; of requests and offers, of those that are over alone.
`rules.access` says the same.
"""

from maillage.permissions.definer import READS, as_maintenance, granted
from maillage.referrals import inbox_sql

NOT_ARCHIVED = "NOT maillage_definer.is_archived({}person_id)"
OVER = "state IN ('refused', 'redirected', 'closed', 'withdrawn')"
LIVE = "state IN ('proposed', 'accepted', 'entered')"
CONDITIONS = {
    **dict.fromkeys(
        (
            *("sentsection", "event", "missingpiece", "appeal"),
            *("joineddocument", "casebrief", "hearing", "placeneed"),
        ),
        NOT_ARCHIVED.format(""),
    ),
    "schemerequest": f"NOT {OVER} OR {NOT_ARCHIVED.format('')}",
    "offer": f"{LIVE} OR {NOT_ARCHIVED.format('')}",
}
FUNCTION = f"""
CREATE FUNCTION maillage_definer.is_archived(who uuid) RETURNS boolean {READS}
BEGIN
    RETURN EXISTS (SELECT FROM people_person p WHERE p.id = who AND p.archived_on IS NOT NULL);
END $$;
"""
SIGNATURES = ("is_archived(uuid)",)
PLANNED = "".join(
    f"ALTER FUNCTION maillage_definer.{one} SET plan_cache_mode = 'force_custom_plan';"
    for one in inbox_sql.SIGNATURES
)
"""What is replaced forgets it (migration 0013)."""
BEFORE = inbox_sql.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
AMONG_MANY = "r.person_id NOT IN (SELECT p.id FROM people_person p WHERE p.archived_on IS NOT NULL)"
INBOX = (
    BEFORE.replace(inbox_sql.RECEIVED, f"{inbox_sql.RECEIVED}\n    AND (NOT r.{OVER} OR {AMONG_MANY})")
    + PLANNED
)

FORWARD = as_maintenance(FUNCTION + granted(SIGNATURES) + INBOX) + "".join(
    f"CREATE POLICY referrals_{table}_archived ON referrals_{table} AS RESTRICTIVE FOR SELECT USING ({condition});"
    for table, condition in CONDITIONS.items()
)
BACKWARD = "".join(
    f"DROP POLICY referrals_{table}_archived ON referrals_{table};" for table in CONDITIONS
) + as_maintenance(BEFORE + PLANNED + f"DROP FUNCTION maillage_definer.{SIGNATURES[0]};")
