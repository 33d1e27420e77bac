"""The few points under embargo, for the policy of decisions: asking for every point that may be read, they would all be."""

from maillage.permissions.definer import as_maintenance, granted

FUNCTION = """
CREATE FUNCTION maillage_definer.embargoed_items() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT i.id FROM governance_agendaitem i WHERE i.embargo_until > now();
END $$;
"""
SIGNATURES = ("embargoed_items()",)

FORWARD = as_maintenance(FUNCTION + granted(SIGNATURES))
BACKWARD = as_maintenance("DROP FUNCTION maillage_definer.embargoed_items();")
