"""What was answered to somebody without a name is forgotten twelve months after they last came; what they came for stays,
to be counted. Joined to a file, it lives as long as the file does."""

from maillage.permissions.definer import WRITES, as_maintenance, granted

FORGET = f"""
CREATE FUNCTION maillage_definer.reception_forget() RETURNS void {WRITES}
DECLARE
    over uuid[];
BEGIN
    SELECT array_agg(r.id) INTO over FROM reception_reception r
    WHERE r.person_id IS NULL AND (r.said <> '' OR r.line <> '') AND NOT EXISTS (
        SELECT FROM reception_reception s WHERE s.received_at >= now() - interval '12 months'
        AND (s.id = coalesce(r.follows_id, r.id) OR s.follows_id = coalesce(r.follows_id, r.id)));
    UPDATE reception_reception SET said = '', line = '' WHERE id = ANY (over);
    UPDATE audit_rowversion SET former = former || '{{"said": "", "line": ""}}'
    WHERE "table" = 'reception_reception' AND row_id = ANY (over::text[]);
END $$;
"""
# Of persons erased before `erase_files` took the versions of a row from before it was theirs.
LEFT = """
DELETE FROM audit_rowversion v WHERE "table" = 'reception_reception'
    AND NOT EXISTS (SELECT FROM reception_reception r WHERE r.id::text = v.row_id);
DELETE FROM audit_rowversion v WHERE "table" = 'reception_orientation'
    AND NOT EXISTS (SELECT FROM reception_reception r WHERE r.id::text = v.former ->> 'reception_id');
"""
SIGNATURES = ("reception_forget()",)
FORWARD = as_maintenance(LEFT + FORGET + granted(SIGNATURES))
BACKWARD = as_maintenance("DROP FUNCTION maillage_definer.reception_forget();")
