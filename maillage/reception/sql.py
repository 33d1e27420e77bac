"""Who writes the rows of this context, how a task ends, what is only counted; `rules` says the same."""

from maillage.permissions.definer import TODAY, as_maintenance, granted
from maillage.permissions.writers import Writers, no_policies, policies
from maillage.reception.models.base import DELEGATES, HERE, LEADS, ME, OURS, PERSON_VISIBLE, RECEIVES
from maillage.reception.models.tasks import BY_AGENT, BY_WORKER

SMALLEST = 5
FREE = "person_id IS NULL AND joined_on IS NULL"
ANONYMOUS = (
    f"reception_id IN (SELECT id FROM reception_reception WHERE person_id IS NULL AND structure_id = {HERE})"
)
KEEPS_TYPES = f"{OURS} AND ({DELEGATES} OR {LEADS})"
CAN_BE_ENTRUSTED = f"kind_id IN (SELECT id FROM reception_tasktype WHERE refusal = '' AND (ends_on IS NULL OR ends_on > {TODAY}))"
HANDS_ON_IT = f"{OURS} AND ({BY_WORKER} OR taken_by_id IS NULL OR taken_by_id = {ME})"

WRITERS = {
    "reception": Writers(f"user_id = {ME} AND {OURS}", FREE, f"{FREE} OR person_id {PERSON_VISIBLE}"),
    "orientation": Writers(ANONYMOUS),
    "tasktype": Writers(KEEPS_TYPES, KEEPS_TYPES),
    "task": Writers(
        f"author_id = {ME} AND {OURS} AND {BY_WORKER} AND {DELEGATES} AND state = 'open' AND taken_by_id IS NULL"
        f" AND {CAN_BE_ENTRUSTED}",
        HANDS_ON_IT,
    ),
    "irritant": Writers(f"{OURS} AND {RECEIVES}"),
}
"""Who inserts, which rows may change, what they may become, who deletes."""

COLUMNS = """
REVOKE UPDATE, DELETE ON reception_reception, reception_orientation, reception_task, reception_tasktype, reception_irritant
    FROM maillage_app;
GRANT UPDATE (outcome, person_id, joined_on) ON reception_reception TO maillage_app;
GRANT UPDATE (ends_on) ON reception_tasktype TO maillage_app;
GRANT UPDATE (ticked, minutes, state, taken_by_id, taken_at, question, answer, ended_on, read_on) ON reception_task TO maillage_app;
"""

RECEIVES_OR_LEADS = (
    "(maillage_actor_has('reception') OR maillage_actor_has('social_worker')"
    " OR maillage_actor_has('rights_lead') OR maillage_actor_has('team_leader'))"
)
SIGNATURES = ("finish_task(uuid, bytea, date)", "reception_counts(date)", "hours_freed()")
FUNCTIONS = f"""
-- The agent who took it says what was done: from then on they no longer see it, so that they cannot write it themselves.
CREATE FUNCTION maillage_definer.finish_task(task uuid, said bytea, day date) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH finished AS (
    UPDATE reception_task SET state = 'done', outcome = said, ended_on = least(day, {TODAY})
    WHERE id = task AND state = 'taken' AND taken_by_id = maillage_actor_user() AND {OURS} AND {BY_AGENT} RETURNING 1)
SELECT EXISTS (SELECT FROM finished)
$$;

-- By month and theme ('' for all): receptions, those without an answer, those who came back. Below {SMALLEST}, not told.
CREATE FUNCTION maillage_definer.reception_counts(since date)
RETURNS TABLE (month date, theme text, received bigint, unanswered bigint, returned bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
SELECT c.month, c.theme, CASE WHEN c.received >= {SMALLEST} THEN c.received END,
       CASE WHEN c.unanswered = 0 OR c.unanswered >= {SMALLEST} THEN c.unanswered END,
       CASE WHEN c.returned = 0 OR c.returned >= {SMALLEST} THEN c.returned END
FROM (SELECT date_trunc('month', r.received_at AT TIME ZONE 'Europe/Paris')::date AS month, t.theme,
             count(*) AS received, count(*) FILTER (WHERE r.outcome = 'unanswered') AS unanswered,
             count(*) FILTER (WHERE r.follows_id IS NOT NULL) AS returned
      FROM reception_reception r CROSS JOIN LATERAL unnest(r.themes || ''::varchar) AS t (theme)
      WHERE r.structure_id = maillage_actor_structure() AND (r.received_at AT TIME ZONE 'Europe/Paris')::date >= since
      GROUP BY 1, 2) c
WHERE {RECEIVES_OR_LEADS}
ORDER BY c.month DESC, c.theme
$$;

-- Twelve whole months of tasks done, by month and type. A team of fewer than {SMALLEST} is told its twelve months at once (month
-- NULL); types with fewer than {SMALLEST} tasks are told together (kind ''), and fewer than {SMALLEST} tasks are not told.
CREATE FUNCTION maillage_definer.hours_freed()
RETURNS TABLE (month date, kind text, tasks bigint, minutes bigint, estimated bigint, unestimated bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
WITH team AS (
    SELECT count(DISTINCT m.user_id) >= {SMALLEST} AS large FROM accounts_membership m
    WHERE m.structure_id = maillage_actor_structure() AND m.role IN ('reception', 'social_worker', 'rights_lead')
      AND m.ended_at IS NULL AND m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY})),
done AS (
    SELECT CASE WHEN team.large THEN date_trunc('month', k.ended_on)::date END AS month, k.title::text AS kind,
           k.minutes, k.estimate
    FROM reception_task k CROSS JOIN team
    WHERE k.structure_id = maillage_actor_structure() AND k.state = 'done'
      AND k.ended_on >= date_trunc('month', {TODAY}) - interval '12 months' AND k.ended_on < date_trunc('month', {TODAY})),
by_kind AS (
    SELECT d.month, d.kind, count(*) AS tasks, sum(d.minutes) AS minutes, coalesce(sum(d.estimate), 0) AS estimated,
           count(*) FILTER (WHERE d.estimate IS NULL) AS unestimated
    FROM done d GROUP BY 1, 2),
together AS (
    SELECT b.month, CASE WHEN b.tasks >= {SMALLEST} THEN b.kind ELSE '' END AS kind, sum(b.tasks)::bigint AS tasks,
           sum(b.minutes)::bigint AS minutes, sum(b.estimated)::bigint AS estimated, sum(b.unestimated)::bigint AS unestimated
    FROM by_kind b GROUP BY 1, 2)
SELECT t.* FROM together t WHERE t.tasks >= {SMALLEST} AND {RECEIVES_OR_LEADS}
ORDER BY t.month DESC NULLS LAST, t.kind = '', t.kind
$$;
"""

FORWARD = COLUMNS + policies("reception", WRITERS) + as_maintenance(FUNCTIONS + granted(SIGNATURES))
BACKWARD = as_maintenance(
    "".join(f"DROP FUNCTION maillage_definer.{one};" for one in SIGNATURES)
) + no_policies("reception", WRITERS)
