"""Diplomas by the codes of the reference (« deass »), where conventions had their own (« DEASS »): rows, what the register says of
tutors, and the values kept beside a version. The text that was signed, and its digest, stay as they are."""


def _recoded(function: str) -> str:
    return f"""
UPDATE conventions_convention SET diploma_code = {function}(diploma_code) WHERE diploma_code <> {function}(diploma_code);
UPDATE conventions_tutor SET diplomas = (SELECT array_agg({function}(code) ORDER BY rank) FROM unnest(diplomas) WITH ORDINALITY held(code, rank))
    WHERE EXISTS (SELECT FROM unnest(diplomas) code WHERE code <> {function}(code));
UPDATE conventions_version SET "values" = jsonb_set("values", '{{diploma_code}}', to_jsonb({function}("values" ->> 'diploma_code')))
    WHERE "values" ->> 'diploma_code' <> {function}("values" ->> 'diploma_code');
"""


KNOWN = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM conventions_convention WHERE diploma_code <> lower(diploma_code))
        OR EXISTS (SELECT FROM conventions_tutor, unnest(diplomas) code WHERE code <> lower(code)) THEN
        RAISE EXCEPTION 'a diploma of a convention kept its former code';
    END IF;
END $$;
"""

FORWARD = _recoded("lower") + KNOWN
BACKWARD = _recoded("upper")
