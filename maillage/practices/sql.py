"""Who writes practice sheets, evaluations, reuses and calls, in PostgreSQL; `rules` says the same.

What is published stays as it was said, whoever asks: a version by its policy, an evaluation and a reuse by a trigger, that
lets them be withdrawn and nothing else.
"""

from maillage.permissions.definer import TODAY
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.practices.models.base import HELD, HERE, KEPT, LEADS, LED, LIVE, ME, MINE

NEW = f"user_id = {ME} AND withdrawn_on IS NULL"
ALONE = f"(structure_id IS NULL AND committee_id IN {KEPT})"
WITH_THEM = f"(structure_id = {HERE} AND (committee_id IS NULL OR committee_id IN {MINE}))"
AS_ONE = f"(structure_id = {HERE} OR {ALONE})"
KEPT_AMONG_THEM = "published_at IS NULL AND withdrawn_on IS NULL"
IN_HELD = f"sheet_id IN (SELECT id FROM practices_sheet WHERE {HELD})"
IN_LED = f"sheet_id IN (SELECT id FROM practices_sheet WHERE {LED})"
IN_DRAFT = f"version_id IN (SELECT id FROM practices_sheetversion WHERE published_at IS NULL AND {IN_HELD})"
OF_DRAFT = f"evaluation_id IN (SELECT id FROM practices_evaluation WHERE {KEPT_AMONG_THEM} AND {HELD})"
ELSEWHERE = (
    "sheet_id IN (SELECT id FROM practices_sheet WHERE published_at IS NOT NULL AND withdrawn_on IS NULL"
    f" AND structure_id IS DISTINCT FROM {HERE})"
)
LED_HERE = f"(structure_id = {HERE} AND {LEADS})"


def told(inserts: str, held: str, led: str) -> Writers:
    """Written among themselves; published and withdrawn by those who lead."""
    return Writers(
        f"{NEW} AND {inserts}",
        f"({held} AND published_at IS NULL) OR {led}",
        f"({held} AND {KEPT_AMONG_THEM}) OR {led}",
    )


WRITERS = {
    "sheet": told(f"published_at IS NULL AND ({WITH_THEM} OR {ALONE})", HELD, LED),
    "sheetversion": Writers(
        f"user_id = {ME} AND published_at IS NULL AND {IN_HELD}",
        f"published_at IS NULL AND {IN_HELD}",
        f"(published_at IS NULL AND {IN_HELD}) OR (published_by_id = {ME} AND {IN_LED})",
    ),
    "sheetpoint": Writers(IN_DRAFT, goes=IN_DRAFT),
    "evaluation": told(f"published_at IS NULL AND {AS_ONE} AND sheet_id IN {LIVE}", HELD, LED),
    "finding": Writers(OF_DRAFT, goes=OF_DRAFT),
    "reuse": told(
        f"structure_id = {HERE} AND {ELSEWHERE}"
        f" AND (published_at IS NULL OR (published_by_id = {ME} AND {LEADS}))",
        f"structure_id = {HERE}",
        LED_HERE,
    ),
    "sheetcall": Writers(f"user_id = {ME} AND committee_id IN {KEPT}", f"committee_id IN {KEPT}"),
    "callanswer": Writers(
        f"user_id = {ME} AND {IN_HELD} AND call_id IN"
        f" (SELECT id FROM practices_sheetcall WHERE opened_on <= {TODAY} AND closes_on >= {TODAY})"
    ),
}
"""Who inserts, which rows may change, what they may become, who deletes."""

COLUMNS = """
REVOKE UPDATE ON practices_sheet FROM maillage_app;
GRANT UPDATE (title, published_at, published_by_id, withdrawn_on, withdrawn_why) ON practices_sheet TO maillage_app;
"""
STAYING = ("evaluation", "reuse")
STAYS = """
CREATE FUNCTION practices_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (to_jsonb(NEW) - ARRAY['withdrawn_on', 'withdrawn_why'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['withdrawn_on', 'withdrawn_why']) THEN
        RAISE insufficient_privilege USING MESSAGE = 'what is published stays as it was said';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"CREATE TRIGGER practices_{one}_stays BEFORE UPDATE ON practices_{one}"
    " FOR EACH ROW EXECUTE FUNCTION practices_stays();"
    for one in STAYING
)
NO_STAYS = (
    "".join(f"DROP TRIGGER practices_{one}_stays ON practices_{one};" for one in STAYING)
    + "DROP FUNCTION practices_stays();"
)

# An evaluation cannot name another sheet's version.
SAME_SHEET = """
ALTER TABLE practices_sheetversion ADD CONSTRAINT practices_version_of UNIQUE (id, sheet_id);
ALTER TABLE practices_evaluation ADD CONSTRAINT practices_evaluation_of_its_version
    FOREIGN KEY (version_id, sheet_id) REFERENCES practices_sheetversion (id, sheet_id);
"""
ANY_SHEET = """
ALTER TABLE practices_evaluation DROP CONSTRAINT practices_evaluation_of_its_version;
ALTER TABLE practices_sheetversion DROP CONSTRAINT practices_version_of;
"""

FORWARD = COLUMNS + policies("practices", WRITERS) + STAYS + SAME_SHEET
BACKWARD = ANY_SHEET + NO_STAYS + no_policies("practices", WRITERS)
