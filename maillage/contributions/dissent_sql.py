"""Who writes a text that disagrees, and corrects it; what it said before, kept by a trigger. `rules` says the same.

And what is forgotten every night, once a process is long over.
"""

from maillage.contributions import sql
from maillage.contributions.models.base import ME, MINE, PROCESS, RUN
from maillage.permissions.definer import WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

INSIDE = f"process_id IN (SELECT id FROM {PROCESS} WHERE committee_id IN {MINE})"
OWN_TEXT = f"((user_id = {ME} AND {INSIDE}) OR (user_id IS NULL AND {RUN}))"
SETTLED = """EXISTS (SELECT FROM contributions_synthesis s WHERE s.process_id = contributions_dissent.process_id
    AND s.published_at > contributions_dissent.added_at
    AND (contributions_dissent.axis_id IS NULL OR s.axis_id = contributions_dissent.axis_id))"""
WRITERS = {
    "dissent": Writers(OWN_TEXT, f"{OWN_TEXT} AND NOT {SETTLED}", OWN_TEXT),
}
VERSIONS = {"dissentversion": Writers()}
FORMER = {name: sql.WRITERS[name] for name in WRITERS}

COLUMNS = """
REVOKE UPDATE ON contributions_dissent FROM maillage_app;
GRANT UPDATE (title, author, body, version, corrected_at) ON contributions_dissent TO maillage_app;
"""
NO_COLUMNS = "GRANT UPDATE ON contributions_dissent TO maillage_app;"
KEPT_BEFORE = """
CREATE FUNCTION maillage_definer.dissent_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO contributions_dissentversion (dissent_id, number, title, author, body, until)
    VALUES (OLD.id, OLD.version, OLD.title, OLD.author, OLD.body, now());
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER contributions_dissent_kept AFTER UPDATE OF title, author, body ON contributions_dissent
FOR EACH ROW EXECUTE FUNCTION maillage_definer.dissent_kept();
"""
NO_TRIGGER = "DROP TRIGGER contributions_dissent_kept ON contributions_dissent;"
SINCE = "UPDATE contributions_dissent SET added_at = added_on::timestamp AT TIME ZONE 'Europe/Paris';"
"""Those that were there before."""

# The key by which an author without an account follows it, a year after its process; what its author withdrew, three months
# after: its words and who gave it. Its number stays, for the sentences that rested on it.
FORGET = f"""
CREATE FUNCTION maillage_definer.contributions_forget() RETURNS void {WRITES}
DECLARE
    left_out bigint[];
    followed bigint[];
BEGIN
    SELECT array_agg(c.id) INTO left_out FROM contributions_contribution c
    WHERE c.withdrawn_on < now() - interval '3 months' AND c.text <> 'Retirée par son auteur.';
    UPDATE contributions_contribution SET text = 'Retirée par son auteur.', author = 'auteur oublié', key = NULL,
        user_id = NULL, entered_by_id = NULL, source = '', place = '' WHERE id = ANY (left_out);
    SELECT array_agg(c.id) INTO followed FROM contributions_contribution c
    JOIN contributions_process p ON p.id = c.process_id
    WHERE c.key IS NOT NULL AND p.closes_at < now() - interval '12 months';
    UPDATE contributions_contribution SET key = NULL WHERE id = ANY (followed);
    DELETE FROM audit_rowversion WHERE "table" = 'contributions_contribution' AND row_id = ANY ((left_out || followed)::text[]);
END $$;
"""
SIGNATURES = ("contributions_forget()",)

FORWARD = (
    as_maintenance(SINCE)
    + COLUMNS
    + no_policies("contributions", WRITERS)
    + policies("contributions", WRITERS | VERSIONS)
    + as_maintenance(KEPT_BEFORE + FORGET + granted((*SIGNATURES, "dissent_kept()")))
    + TRIGGER
)
BACKWARD = (
    NO_TRIGGER
    + as_maintenance(
        "DROP FUNCTION maillage_definer.dissent_kept(); DROP FUNCTION maillage_definer.contributions_forget();"
    )
    + no_policies("contributions", WRITERS | VERSIONS)
    + policies("contributions", FORMER)
    + NO_COLUMNS
)
