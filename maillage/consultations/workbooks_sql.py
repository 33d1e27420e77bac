"""Who keeps a file of answers, and how long."""

from maillage.consultations.models.workbooks import MINE
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

FUNCTIONS = """
CREATE FUNCTION maillage_definer.survey_forget_workbooks() RETURNS TABLE (key varchar)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY DELETE FROM consultations_workbook w WHERE w.made_at < now() - interval '7 days' RETURNING w.key;
END $$;
"""
SIGNATURES = ("survey_forget_workbooks()",)
WRITERS = {"workbook": Writers(MINE)}

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("consultations", WRITERS)
BACKWARD = no_policies("consultations", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
