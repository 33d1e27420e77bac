"""Who writes schemes, in PostgreSQL; `rules` says the same."""

from maillage.permissions.writers import Writers, no_policies, policies
from maillage.schemes.models.base import KEPT_HERE

WRITERS = {"scheme": Writers(KEPT_HERE, KEPT_HERE)}
STAYS = """
CREATE FUNCTION schemes_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.structure_id <> OLD.structure_id OR NEW.kind <> OLD.kind OR NEW.starts_on <> OLD.starts_on
            OR NEW.committee_id IS DISTINCT FROM OLD.committee_id OR NEW.sections <> OLD.sections OR NEW.silence <> OLD.silence THEN
        RAISE insufficient_privilege USING MESSAGE = 'a scheme stays as it was opened: other rules are another row';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER schemes_scheme_stays BEFORE UPDATE ON schemes_scheme FOR EACH ROW
WHEN (current_user = 'maillage_app') EXECUTE FUNCTION schemes_stays();
"""
FORWARD = policies("schemes", WRITERS) + STAYS
BACKWARD = (
    "DROP TRIGGER schemes_scheme_stays ON schemes_scheme; DROP FUNCTION schemes_stays();"
    + no_policies("schemes", WRITERS)
)
