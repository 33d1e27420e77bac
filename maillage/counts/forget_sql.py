"""What is forgotten of a night three months after: first names, and the number to call, in its former versions too."""

from maillage.counts import sql
from maillage.permissions.definer import WRITES, as_maintenance

FORGET = f"""
CREATE OR REPLACE FUNCTION maillage_definer.count_forget() RETURNS void {WRITES}
DECLARE
    over bigint[];
BEGIN
    SELECT array_agg(n.id) INTO over FROM counts_night n WHERE n.ends_at < now() - interval '3 months';
    UPDATE counts_team SET leader = '', members = '' WHERE (leader <> '' OR members <> '') AND night_id = ANY (over);
    UPDATE counts_night SET phone = '' WHERE phone <> '' AND id = ANY (over);
    UPDATE audit_rowversion SET former = former || '{{"phone": ""}}'
    WHERE "table" = 'counts_night' AND row_id = ANY (over::text[]) AND former ->> 'phone' <> '';
END $$;
"""
FORWARD = as_maintenance(FORGET)
BACKWARD = as_maintenance(sql.FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
