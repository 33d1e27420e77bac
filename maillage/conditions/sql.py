"""Who writes the rows of this context, and what is only ever added up; `rules` says the same."""

from maillage.conditions.enums import MONTH_CLOSES_ON, SMALLEST_TEAM
from maillage.conditions.models.arrivals import OF_ARRIVAL
from maillage.conditions.models.base import LED, ME, MINE, OURS, STUDENT
from maillage.conditions.models.care import ADDRESSED
from maillage.conditions.models.times import KINDS
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies

TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
WORKS_HERE = f"{MINE} AND {OURS} AND NOT {STUDENT}"
LED_BY_ME = f"by_id = {ME} AND {LED}"
OF_LED = f"analysis_id IN (SELECT id FROM conditions_analysis WHERE {LED})"
MY_ARRIVAL = f"arrival_id IN (SELECT id FROM conditions_arrival WHERE {MINE})"
UNSIGNED = "worker_signed_at IS NULL AND leader_signed_at IS NULL AND refused_at IS NULL"
OPEN_ALERT = f"alert_id IN (SELECT id FROM conditions_alert WHERE {ADDRESSED} AND closed_on IS NULL)"

WRITERS = {
    "timeplan": Writers(LED_BY_ME),
    "weektime": Writers(WORKS_HERE, MINE),
    "analysis": Writers(LED_BY_ME),
    "presence": Writers(OF_LED, goes=OF_LED),
    "arrivalplan": Writers(LED, LED, goes=LED),
    "arrival": Writers(LED_BY_ME, LED),
    "arrivalstep": Writers(OF_ARRIVAL, OF_ARRIVAL, goes=f"{OF_ARRIVAL} AND done_on IS NULL"),
    "feedback": Writers(MY_ARRIVAL),
    "jobversion": Writers(
        f"proposed_by_id = {ME} AND {UNSIGNED} AND ({LED} OR ({WORKS_HERE}))", f"{MINE} OR {LED}"
    ),
    "careerperiod": Writers(MINE, MINE, goes=MINE),
    "alert": Writers(f"{WORKS_HERE} AND closed_on IS NULL", ADDRESSED),
    "alertreply": Writers(f"user_id = {ME} AND {OPEN_ALERT}"),
    "proposal": Writers(f"{WORKS_HERE} AND verdict = ''", f"{LED} OR ({MINE} AND {OURS})"),
    "expertise": Writers(WORKS_HERE, goes=MINE),
}
"""Who inserts, which rows may change, what they may become, who deletes."""

COLUMNS = """
REVOKE UPDATE ON conditions_weektime, conditions_arrival, conditions_arrivalstep, conditions_jobversion, conditions_alert,
    conditions_proposal, conditions_careerperiod FROM maillage_app;
GRANT UPDATE (monday, face, coordination, administrative, reflective, training, travel, retyped, updated_at) ON conditions_weektime TO maillage_app;
GRANT UPDATE (mentor_id, starts_on) ON conditions_arrival TO maillage_app;
GRANT UPDATE (done_on, done_by_id) ON conditions_arrivalstep TO maillage_app;
GRANT UPDATE (title, mission, activities, skills, learned, why, digest, worker_signed_at, leader_id, leader_signed_at,
    refused_by_id, refused_at, refusal) ON conditions_jobversion TO maillage_app;
GRANT UPDATE (closed_on) ON conditions_alert TO maillage_app;
GRANT UPDATE (verdict, answer, decided_by_id, decided_on, mended_on, after) ON conditions_proposal TO maillage_app;
GRANT UPDATE (employer, post, sector, since, until, acquired, evidence) ON conditions_careerperiod TO maillage_app;
"""

TRIGGERS = """
-- Each signs for themselves; who refuses says so in their name; a text that changes is signed again; what is closed stays.
CREATE FUNCTION conditions_signs() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF maillage_actor_user() IS NULL THEN RETURN NEW; END IF;
    IF OLD.refused_at IS NOT NULL OR (OLD.worker_signed_at IS NOT NULL AND OLD.leader_signed_at IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a version signed or refused stays as it is';
    END IF;
    IF NEW.worker_signed_at IS DISTINCT FROM OLD.worker_signed_at AND NEW.worker_signed_at IS NOT NULL
            AND OLD.user_id IS DISTINCT FROM maillage_actor_user() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the worker signs as the worker';
    END IF;
    IF NEW.leader_signed_at IS DISTINCT FROM OLD.leader_signed_at AND NEW.leader_signed_at IS NOT NULL
            AND (NEW.leader_id IS DISTINCT FROM maillage_actor_user() OR NOT maillage_actor_has('team_leader')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only who leads signs as the leader';
    END IF;
    IF NEW.refused_at IS NOT NULL AND NEW.refused_by_id IS DISTINCT FROM maillage_actor_user() THEN
        RAISE insufficient_privilege USING MESSAGE = 'who refuses signs it';
    END IF;
    IF NEW.digest IS DISTINCT FROM OLD.digest AND (NEW.worker_signed_at IS NOT NULL OR NEW.leader_signed_at IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a text that changes is signed again';
    END IF;
    IF NEW.digest IS NOT DISTINCT FROM OLD.digest AND (NEW.title, NEW.mission, NEW.activities, NEW.skills, NEW.learned)
            IS DISTINCT FROM (OLD.title, OLD.mission, OLD.activities, OLD.skills, OLD.learned) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a text changes with its digest';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conditions_signs BEFORE UPDATE ON conditions_jobversion FOR EACH ROW EXECUTE FUNCTION conditions_signs();

-- Who leads answers, once.
CREATE FUNCTION conditions_answers() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF maillage_actor_user() IS NULL THEN RETURN NEW; END IF;
    IF (NEW.verdict, NEW.answer, NEW.decided_by_id, NEW.decided_on)
            IS DISTINCT FROM (OLD.verdict, OLD.answer, OLD.decided_by_id, OLD.decided_on)
            AND (OLD.verdict <> '' OR NOT maillage_actor_has('team_leader')
                 OR NEW.decided_by_id IS DISTINCT FROM maillage_actor_user()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'who leads answers, once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conditions_answers BEFORE UPDATE ON conditions_proposal FOR EACH ROW EXECUTE FUNCTION conditions_answers();
"""
NO_TRIGGERS = """
DROP TRIGGER conditions_signs ON conditions_jobversion; DROP FUNCTION conditions_signs();
DROP TRIGGER conditions_answers ON conditions_proposal; DROP FUNCTION conditions_answers();
"""

SUMS = ", ".join(f"sum(w.{kind})::bigint AS {kind}" for kind in KINDS)
COLUMNS_OF_SUMS = ", ".join(f"{kind} bigint" for kind in KINDS)
SIGNATURES = ("team_times(date)", "team_analysed(date)", "alert_counts()")
FUNCTIONS = f"""
-- By whole month whose weeks are no longer typed: half-hours of each kind, weeks and persons; from {SMALLEST_TEAM} persons only.
-- What was retyped is told of the weeks where it was asked, from {SMALLEST_TEAM} persons too.
CREATE FUNCTION maillage_definer.team_times(since date)
RETURNS TABLE (month date, {COLUMNS_OF_SUMS}, weeks bigint, persons bigint, retyped bigint, asked bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT date_trunc('month', w.monday)::date, {SUMS}, count(*), count(DISTINCT w.user_id),
       CASE WHEN count(DISTINCT w.user_id) FILTER (WHERE w.retyped IS NOT NULL) >= {SMALLEST_TEAM} THEN sum(w.retyped) END,
       CASE WHEN count(DISTINCT w.user_id) FILTER (WHERE w.retyped IS NOT NULL) >= {SMALLEST_TEAM}
            THEN sum({" + ".join(f"w.{kind}" for kind in KINDS)}) FILTER (WHERE w.retyped IS NOT NULL) END
FROM conditions_weektime w
WHERE w.structure_id = maillage_actor_structure() AND NOT maillage_actor_has('student') AND w.monday >= date_trunc('month', since)
  AND {TODAY} > (date_trunc('month', w.monday) + interval '1 month')::date + {MONTH_CLOSES_ON - 1}
GROUP BY 1 HAVING count(DISTINCT w.user_id) >= {SMALLEST_TEAM} ORDER BY 1
$$;

-- Minutes of practice analysis by month, all presences added up; of {SMALLEST_TEAM} persons or more.
CREATE FUNCTION maillage_definer.team_analysed(since date) RETURNS TABLE (month date, minutes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT date_trunc('month', a.day)::date, sum(a.minutes)::bigint
FROM conditions_analysis a JOIN conditions_presence p ON p.analysis_id = a.id
WHERE a.structure_id = maillage_actor_structure() AND NOT maillage_actor_has('student') AND a.day >= date_trunc('month', since)
  AND {TODAY} > (date_trunc('month', a.day) + interval '1 month')::date + {MONTH_CLOSES_ON - 1}
GROUP BY 1 HAVING count(DISTINCT p.user_id) >= {SMALLEST_TEAM} ORDER BY 1
$$;

-- Alerts of years that ended, by kind; from one to {SMALLEST_TEAM - 1}, the number is not told.
CREATE FUNCTION maillage_definer.alert_counts() RETURNS TABLE (year integer, kind text, alerts bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.year, c.kind, CASE WHEN c.alerts >= {SMALLEST_TEAM} THEN c.alerts END
FROM (SELECT extract(year FROM a.created_at AT TIME ZONE 'Europe/Paris')::integer AS year, a.kind::text AS kind, count(*) AS alerts
      FROM conditions_alert a
      WHERE a.structure_id = maillage_actor_structure() AND NOT maillage_actor_has('student') GROUP BY 1, 2) c
WHERE c.year < extract(year FROM {TODAY}) ORDER BY c.year DESC, c.kind
$$;
"""

FORWARD = (
    COLUMNS + policies("conditions", WRITERS) + TRIGGERS + as_maintenance(FUNCTIONS + granted(SIGNATURES))
)
BACKWARD = (
    as_maintenance("".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES))
    + NO_TRIGGERS
    + no_policies("conditions", WRITERS)
)
