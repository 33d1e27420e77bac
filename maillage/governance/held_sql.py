"""What the policies of decisions and of mandates ask, said in one place and read once.

Few meetings are not held, and few decisions give a mandate; asked through the policies of other tables, every meeting
of ten years was read again for each question about a mandate.
"""

from maillage.permissions.definer import as_maintenance, granted

MINE = "ANY (ARRAY(SELECT maillage_definer.my_committees()))"
NOT_STEPPED_ASIDE = "d.item_id <> ALL (ARRAY(SELECT maillage_definer.my_recusals()))"

FUNCTIONS = f"""
CREATE FUNCTION maillage_definer.unheld_gatherings() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT g.id FROM governance_gathering g WHERE g.held_at IS NULL;
END $$;

-- Decisions of one's committees that gave a mandate.
CREATE FUNCTION maillage_definer.my_givings() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT d.id FROM governance_decision d
    WHERE d.kind = 'mandate' AND d.committee_id = {MINE} AND {NOT_STEPPED_ASIDE};
END $$;

-- Those that everybody reads.
CREATE FUNCTION maillage_definer.public_givings() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT d.id FROM governance_decision d JOIN governance_committee c ON c.id = d.committee_id
    WHERE d.kind = 'mandate' AND c.publicity = 'public' AND {NOT_STEPPED_ASIDE}
        AND d.item_id <> ALL (ARRAY(SELECT maillage_definer.embargoed_items()))
        AND d.gathering_id NOT IN (SELECT maillage_definer.unheld_gatherings());
END $$;
"""
SIGNATURES = ("unheld_gatherings()", "my_givings()", "public_givings()")

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in reversed(SIGNATURES)))
