"""Requests whose worker is there no more, or follows the person no more: whoever follows them now finds what is owed."""

from maillage.permissions.definer import as_maintenance, granted
from maillage.referrals.models.base import HERE, ME
from maillage.referrals.papers_sql import TODAY

GONE = f"""NOT EXISTS (SELECT FROM people_attachment a JOIN accounts_membership m ON m.user_id = a.worker_id
        AND m.structure_id = a.structure_id JOIN accounts_user u ON u.id = a.worker_id
    WHERE a.person_id = r.person_id AND a.structure_id = r.structure_id AND a.worker_id = r.worker_id
        AND a.ended_at IS NULL AND a.consent_of_id IS NULL AND u.is_active
        AND m.ended_at IS NULL AND m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY}))"""
FUNCTIONS = f"""
-- Of the persons that the actor follows by name, in the team that asked: their own requests, and those of whoever is gone.
CREATE FUNCTION maillage_definer.requests_followed() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.id FROM people_attachment f
    JOIN referrals_schemerequest r ON r.person_id = f.person_id AND r.structure_id = f.structure_id
    WHERE f.structure_id = {HERE} AND f.worker_id = {ME} AND f.ended_at IS NULL AND f.consent_of_id IS NULL
        AND (r.worker_id = f.worker_id OR {GONE});
END $$;
"""
SIGNATURES = ("requests_followed()",)
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
