"""What is forgotten every night, once a questionnaire is over: who was asked, then who signed. How many of each territory were
asked and answered stays, with the answers."""

from maillage.permissions.definer import WRITES, as_maintenance, granted

FORGET = f"""
CREATE FUNCTION maillage_definer.survey_forget() RETURNS void {WRITES}
BEGIN
    UPDATE consultations_invitation SET email = '', name = '', user_id = NULL, key = gen_random_uuid()
    WHERE (email <> '' OR name <> '' OR user_id IS NOT NULL) AND questionnaire_id IN (
        SELECT q.id FROM consultations_questionnaire q WHERE q.closes_at < now() - interval '3 months');
    UPDATE consultations_response SET name = '' WHERE name <> '' AND questionnaire_id IN (
        SELECT q.id FROM consultations_questionnaire q WHERE q.closes_at < now() - interval '24 months');
END $$;
"""
SIGNATURES = ("survey_forget()",)
FORWARD = as_maintenance(FORGET + granted(SIGNATURES))
BACKWARD = as_maintenance("DROP FUNCTION maillage_definer.survey_forget();")
