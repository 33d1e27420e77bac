"""Who came to a meeting is forgotten twenty-four months after it: the name, the account; how many came stays. A topic that was
kept stays under the name that its author gave to be published."""

from maillage.events import sql
from maillage.permissions.definer import WRITES, as_maintenance

FORGET = f"""
CREATE OR REPLACE FUNCTION maillage_definer.event_forget() RETURNS void {WRITES}
DECLARE
    over bigint[];
BEGIN
    DELETE FROM events_registration WHERE confirmed_at IS NULL AND asked_at < now() - interval '3 days';
    UPDATE events_registration SET needs = '{{}}', more = '' WHERE (needs <> '{{}}' OR more <> '') AND id IN (
        SELECT r.id FROM {sql.FROM_KEY} WHERE g.ends_at < now() - interval '7 days');
    UPDATE events_registration SET email = '' WHERE email <> '' AND id IN (
        SELECT r.id FROM {sql.FROM_KEY} WHERE g.ends_at < now() - interval '90 days');
    SELECT array_agg(o.id) INTO over FROM events_opening o JOIN governance_gathering g ON g.id = o.gathering_id
    WHERE g.ends_at < now() - interval '24 months';
    UPDATE events_registration SET name = '', user_id = NULL
    WHERE opening_id = ANY (over) AND (name <> '' OR user_id IS NOT NULL);
    UPDATE events_topic SET proposed_by = '' WHERE opening_id = ANY (over) AND accepted_at IS NULL AND proposed_by <> '';
    DELETE FROM audit_rowversion v USING events_topic t
    WHERE v."table" = 'events_topic' AND v.row_id = t.id::text AND t.opening_id = ANY (over) AND t.accepted_at IS NULL;
END $$;
"""
FORWARD = as_maintenance(FORGET)
BACKWARD = as_maintenance(sql.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
