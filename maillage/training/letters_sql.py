"""What is due to those registered, for the job that writes to them; each mail is a row, kept once."""

from maillage.permissions.definer import MAILER, READS, TODAY, WRITES, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

RECENT = "interval '7 days'"
"""What happened before is told no more."""

FUNCTIONS = f"""
-- Where each stands, and what they were told. `days`: a digest of the days and the place.
CREATE FUNCTION maillage_definer.training_to_tell()
    RETURNS TABLE (registration_id bigint, session_id bigint, state varchar, starts_on date, ends_on date, cancelled boolean,
        attested boolean, days text, told text[], turn varchar, told_days varchar, told_at timestamptz) {READS}
BEGIN
    IF NOT {MAILER} THEN RETURN; END IF;
    RETURN QUERY SELECT r.id, s.id, r.state, s.starts_on, s.ends_on, s.cancelled_on IS NOT NULL,
        s.finished_at > now() - {RECENT} AND EXISTS (SELECT FROM training_presence p WHERE p.registration_id = r.id),
        md5((SELECT string_agg(h.on || h.part, ',' ORDER BY h.on, h.part) FROM training_halfday h
            WHERE h.session_id = s.id) || s.place || s.remote),
        ARRAY(SELECT l.kind || ':' || l.part FROM training_letter l WHERE l.registration_id = r.id),
        (SELECT l.kind FROM training_letter l WHERE l.registration_id = r.id AND l.kind IN ('in', 'waiting')
            ORDER BY l.id DESC LIMIT 1),
        (SELECT l.days FROM training_letter l WHERE l.registration_id = r.id AND l.days <> '' ORDER BY l.id DESC LIMIT 1),
        (SELECT max(l.due_at) FROM training_letter l WHERE l.registration_id = r.id)
    FROM training_registration r JOIN training_session s ON s.id = r.session_id
    WHERE r.user_id IS NOT NULL AND r.state <> 'withdrawn' AND s.published_at IS NOT NULL
        AND (s.ends_on >= {TODAY} OR s.finished_at > now() - {RECENT});
END $$;

CREATE FUNCTION maillage_definer.training_letter_due(which bigint, what varchar, one varchar, told varchar)
    RETURNS bigint {WRITES}
DECLARE
    made bigint;
BEGIN
    INSERT INTO training_letter (registration_id, kind, part, days) SELECT which, what, one, told WHERE {MAILER}
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION maillage_definer.training_contests_due() RETURNS SETOF bigint {WRITES}
BEGIN
    RETURN QUERY INSERT INTO training_letter AS l (contest_id, kind, part, days) SELECT c.id, 'judged', '', ''
    FROM training_contest c WHERE c.state IN ('yes', 'no') AND c.answered_on >= {TODAY} - 7 AND {MAILER}
    ON CONFLICT DO NOTHING RETURNING l.id;
END $$;

-- As late as it can be: nothing for who withdrew, nor for an account that is closed.
CREATE FUNCTION maillage_definer.training_letter(which bigint)
    RETURNS TABLE (kind varchar, email varchar, title varchar, starts_on date, place varchar, remote boolean, site varchar,
        session uuid) {READS}
BEGIN
    IF NOT {MAILER} THEN RETURN; END IF;
    RETURN QUERY SELECT l.kind, u.email, coalesce(s.title, ''), s.starts_on, s.place, s.remote, coalesce(s.site, ''),
        s.public_id
    FROM training_letter l LEFT JOIN training_registration r ON r.id = l.registration_id
        LEFT JOIN training_session s ON s.id = r.session_id LEFT JOIN training_contest c ON c.id = l.contest_id
        JOIN accounts_user u ON u.id = coalesce(r.user_id, c.user_id)
    WHERE l.id = which AND l.sent_at IS NULL AND u.is_active AND u.email <> '' AND r.state IS DISTINCT FROM 'withdrawn';
END $$;

CREATE FUNCTION maillage_definer.training_letter_sent(which bigint) RETURNS boolean {WRITES}
BEGIN
    UPDATE training_letter SET sent_at = now() WHERE id = which AND sent_at IS NULL AND {MAILER};
    RETURN FOUND;
END $$;
"""
SIGNATURES = (
    "training_to_tell()",
    "training_letter_due(bigint, varchar, varchar, varchar)",
    "training_contests_due()",
    "training_letter(bigint)",
    "training_letter_sent(bigint)",
)
WRITERS = {"letter": Writers()}

# What was told before mails existed is told: nobody is written to, months after, about what they know.
ALREADY = """
INSERT INTO training_letter (registration_id, kind, part, days, sent_at)
SELECT r.id, told.kind, '', '', now() FROM training_registration r JOIN training_session s ON s.id = r.session_id,
    (VALUES ('in'), ('refused'), ('cancelled'), ('attested')) told(kind)
WHERE r.user_id IS NOT NULL AND (told.kind <> 'in' OR r.state = 'agreed') AND (told.kind <> 'refused' OR r.state = 'refused')
    AND (told.kind <> 'cancelled' OR s.cancelled_on IS NOT NULL) AND (told.kind <> 'attested' OR s.finished_at IS NOT NULL);
INSERT INTO training_letter (contest_id, kind, part, days, sent_at)
SELECT id, 'judged', '', '', now() FROM training_contest WHERE state IN ('yes', 'no');
"""

FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES) + ALREADY) + policies("training", WRITERS)
BACKWARD = no_policies("training", WRITERS) + as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
)
