"""Who writes the rows of a process; what its open link gives, and the link of one contribution. `rules` says the same.

The words of a contribution never change, for anybody: its author withdraws it, those who run the process place it in the
grid and say what became of it. What is published stays as it is. A link opens one process while it is open, or tells one
contribution to whoever gave it.
"""

from maillage.contributions.models.base import KEPT, ME, OWN, PROCESS, RUN
from maillage.permissions.definer import READS, TODAY, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

OPEN = f"process_id IN (SELECT id FROM {PROCESS} WHERE opens_at <= now() AND closes_at > now())"
GIVEN = f"""withdrawn_on IS NULL AND entered_by_id = {ME} AND (
    (channel = 'account' AND user_id = {ME} AND {OPEN}) OR (channel = 'relay' AND user_id IS NULL AND {OPEN})
    OR (channel IN ('paper', 'report') AND user_id IS NULL AND {RUN}))"""
PLACED = f"contribution_id IN (SELECT id FROM contributions_contribution WHERE {RUN})"
OWN_OR_PLACED = f"contribution_id IN (SELECT id FROM contributions_contribution WHERE {OWN} OR {RUN})"
IN_REPORT = "report_id IN (SELECT id FROM contributions_report)"
DRAFT = f"synthesis_id IN (SELECT id FROM contributions_synthesis WHERE published_at IS NULL AND {RUN})"
OF_DRAFT = f"sentence_id IN (SELECT id FROM contributions_sentence WHERE {DRAFT})"
WISHES = f"committee_id IN {KEPT} AND row_id IS NULL AND column_id IS NULL"

WRITERS = {
    "process": Writers(f"committee_id IN {KEPT}", f"committee_id IN {KEPT}"),
    "axis": Writers(RUN, RUN),
    "territorytask": Writers(RUN, f"{RUN} OR ({WISHES})", goes=RUN),
    "report": Writers(f"added_by_id = {ME} AND {RUN}"),
    "block": Writers(IN_REPORT, IN_REPORT),
    "contribution": Writers(GIVEN, f"withdrawn_on IS NULL AND {OWN}", OWN),
    "cell": Writers(OWN_OR_PLACED, goes=PLACED),
    "fate": Writers(PLACED, PLACED, goes=PLACED),
    "synthesis": Writers(f"published_at IS NULL AND {RUN}", f"published_at IS NULL AND {RUN}", RUN),
    "sentence": Writers(DRAFT, DRAFT, goes=DRAFT),
    "sentencesource": Writers(OF_DRAFT, goes=OF_DRAFT),
    "dissent": Writers(RUN),
}
COLUMNS = """
REVOKE UPDATE ON contributions_contribution FROM maillage_app;
GRANT UPDATE (withdrawn_on) ON contributions_contribution TO maillage_app;
"""

FUNCTIONS = f"""
-- For whoever holds the open link of a process: what is asked, its axes, the territories that work on it; a day more, so that
-- what was being written when it closed is not lost.
CREATE FUNCTION maillage_definer.contribution_link(link uuid)
RETURNS TABLE (id bigint, title varchar, question text, committee varchar, opens_at timestamptz,
    closes_at timestamptz, stakes_on date, practices_on date, axes json, territories json)
{READS}
BEGIN
    RETURN QUERY SELECT p.id, p.title, p.question, c.name, p.opens_at, p.closes_at, p.stakes_on, p.practices_on,
        coalesce((SELECT json_agg(json_build_object('id', a.id, 'kind', a.kind, 'label', a.label)
            ORDER BY a.kind, a.position, a.id) FROM contributions_axis a WHERE a.process_id = p.id), '[]'),
        coalesce((SELECT json_agg(json_build_object('id', y.id, 'name', y.name) ORDER BY y.name)
            FROM contributions_territorytask t JOIN directory_territory y ON y.id = t.territory_id
            WHERE t.process_id = p.id), '[]')
    FROM contributions_process p JOIN governance_committee c ON c.id = p.committee_id
    WHERE p.link_key = link AND p.opens_at <= now() AND p.closes_at > now() - interval '1 day';
END $$;

-- `told`: kind, text, author_kind, author, territory, publicity, agreed, cells [[row, column]]. Answers the key that
-- lets its author follow it.
CREATE FUNCTION maillage_definer.contribute_by_link(link uuid, told jsonb) RETURNS uuid
{WRITES}
DECLARE
    about bigint;
    made bigint;
    secret uuid := gen_random_uuid();
BEGIN
    SELECT p.id INTO about FROM contributions_process p
    WHERE p.link_key = link AND p.opens_at <= now() AND p.closes_at > now();
    IF about IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO contributions_contribution (public_id, key, process_id, kind, text, author_kind, author, territory_id,
        channel, publicity, agreed_on, given_on, source, place)
    VALUES (gen_random_uuid(), secret, about, told->>'kind', left(told->>'text', 4000), told->>'author_kind',
        left(told->>'author', 150),
        (SELECT t.territory_id FROM contributions_territorytask t
         WHERE t.process_id = about AND t.territory_id = (told->>'territory')::bigint),
        'link', told->>'publicity', CASE WHEN (told->>'agreed')::boolean THEN {TODAY} END, {TODAY}, '', '')
    RETURNING id INTO made;
    INSERT INTO contributions_cell (contribution_id, process_id, row_id, column_id)
    SELECT made, about, r.id, c.id
    FROM jsonb_array_elements(told->'cells') one
    LEFT JOIN contributions_axis r ON r.process_id = about AND r.kind = 'row' AND r.id = (one->>0)::bigint
    LEFT JOIN contributions_axis c ON c.process_id = about AND c.kind = 'column' AND c.id = (one->>1)::bigint
    WHERE r.id IS NOT NULL OR c.id IS NOT NULL;
    RETURN secret;
END $$;

-- For whoever gave it without an account: their own words, what became of them, where they were used.
CREATE FUNCTION maillage_definer.contribution_by_key(secret uuid)
RETURNS TABLE (title varchar, kind varchar, text text, author varchar, publicity varchar, given_on date,
    withdrawn_on date, fate varchar, why varchar, told_on date, uses json)
{READS}
BEGIN
    RETURN QUERY SELECT p.title, c.kind, c.text, c.author, c.publicity, c.given_on, c.withdrawn_on, f.kind, f.why,
        f.told_on,
        coalesce((SELECT json_agg(json_build_object('text', s.text, 'title', y.title) ORDER BY y.id, s.position)
            FROM contributions_sentencesource u JOIN contributions_sentence s ON s.id = u.sentence_id
            JOIN contributions_synthesis y ON y.id = s.synthesis_id AND y.published_at IS NOT NULL
            WHERE u.contribution_id = c.id), '[]')
    FROM contributions_contribution c JOIN contributions_process p ON p.id = c.process_id
    LEFT JOIN contributions_fate f ON f.contribution_id = c.id
    WHERE c.key = secret AND c.user_id IS NULL;
END $$;

CREATE FUNCTION maillage_definer.withdraw_by_key(secret uuid) RETURNS boolean
{WRITES}
BEGIN
    UPDATE contributions_contribution SET withdrawn_on = {TODAY}
    WHERE key = secret AND user_id IS NULL AND withdrawn_on IS NULL;
    RETURN FOUND;
END $$;
"""
SIGNATURES = (
    "contribution_link(uuid)",
    "contribute_by_link(uuid, jsonb)",
    "contribution_by_key(uuid)",
    "withdraw_by_key(uuid)",
)

FORWARD = COLUMNS + policies("contributions", WRITERS) + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = no_policies("contributions", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
