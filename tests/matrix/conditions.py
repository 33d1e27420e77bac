"""Working conditions: the worker's own rows, the leader's, an alert to the leader, an arrival of the colleague."""

from datetime import date

from maillage.conditions.tests.factories import (
    make_alert,
    make_arrival,
    make_arrival_plan,
    make_expertise,
    make_job,
    make_period,
    make_proposal,
    make_step,
)
from tests.matrix.row import Row

# Letters, in order: anonymous, outsider, former, administrator, reception, team leader, worker, colleague, stranger, rights
# lead, partner, person, referent, animator, officer, school, student.
WORKING, LEADING = "LFFOOOOOOOOLLOOOF", "LFFFFOFFFFFLLFFFF"
READ_ONLY, POST_ONLY = "LMMMMMMMMMMLLMMMM", "LMMMMMMMMMMLLMMMM"
LED_ROW, POSTED_LED = "LFFFFOFFFFFLLFFFF", "LFFFFOFFFFFLLFFFF"
ARRIVAL, ARRIVAL_FORM = "LNNNNONONNNLLNNNN", "LNNNNONONNNLLNNNN"
ARRIVAL_DONE = "LNNNNRNRNNNLLNNNN"
JOB, JOB_SIGNED = "LNNNNOONNNNLLNNNN", "LNNNNRRNNNNLLNNNN"
OWN, OWN_GONE = "LNNNNNONNNNLLNNNN", "LNNNNNRNNNNLLNNNN"
CAREER, CAREER_FORM = "LFFNNNONNNNLLNNNF", "LFFNNNONNNNLLNNNF"
ALERT, ALERT_CLOSED = "LNNNNOONNNNLLNNNN", "LNNNNRRNNNNLLNNNN"
TEAM, ANSWERED = "LNNOOOOONONLLNNNN", "LNNFFOFFNFNLLNNNN"

EXPECTED: dict[str, Row] = {
    "conditions:week": Row(WORKING, WORKING),
    "conditions:team_times": Row(WORKING, READ_ONLY),
    "conditions:plan": Row(LEADING, LEADING),
    "conditions:analyses": Row(WORKING, READ_ONLY),
    "conditions:note_analysis": Row(LEADING, LEADING),
    "conditions:arrivals": Row(WORKING, READ_ONLY),
    "conditions:prepare_arrival": Row(LEADING, LEADING),
    "conditions:new_arrival_plan": Row(LEADING, LEADING),
    "conditions:arrival_plan": Row(LEADING, LEADING, ("arrival_plan_number",)),
    "conditions:arrival": Row(ARRIVAL, READ_ONLY, ("arrival",)),
    "conditions:add_step": Row(POST_ONLY, ARRIVAL_FORM, ("arrival",)),
    "conditions:finish_step": Row(POST_ONLY, ARRIVAL_DONE, ("arrival", "arrival_step_number")),
    "conditions:drop_step": Row(POST_ONLY, ARRIVAL_DONE, ("arrival", "arrival_step_number")),
    "conditions:feedback": Row(ARRIVAL, ARRIVAL_FORM, ("arrival", "feedback_month")),
    "conditions:jobs": Row(WORKING, READ_ONLY),
    "conditions:propose_job": Row(WORKING, WORKING),
    "conditions:job": Row(JOB, READ_ONLY, ("job_version",)),
    "conditions:rewrite_job": Row(JOB, JOB, ("job_version",)),
    "conditions:sign_job": Row(POST_ONLY, JOB_SIGNED, ("job_version",)),
    "conditions:refuse_job": Row(JOB, JOB, ("job_version",)),
    "conditions:job_pdf": Row(JOB, READ_ONLY, ("job_version",)),
    "conditions:career": Row(WORKING, READ_ONLY),
    "conditions:add_period": Row(WORKING, WORKING),
    "conditions:career_pdf": Row(WORKING, READ_ONLY),
    "conditions:period": Row(CAREER, CAREER_FORM, ("career_period_number",)),
    "conditions:drop_period": Row(POST_ONLY, OWN_GONE, ("career_period_number",)),
    "conditions:alerts": Row(WORKING, READ_ONLY),
    "conditions:send_alert": Row(WORKING, WORKING),
    "conditions:alert": Row(ALERT, ALERT, ("conditions_alert",)),
    "conditions:close_alert": Row(POST_ONLY, ALERT_CLOSED, ("conditions_alert",)),
    "conditions:proposals": Row(WORKING, READ_ONLY),
    "conditions:suggest": Row(WORKING, WORKING),
    "conditions:proposal": Row(TEAM, ANSWERED, ("team_proposal",)),
    "conditions:mend": Row(TEAM, TEAM, ("team_proposal",)),
    "conditions:known": Row(WORKING, READ_ONLY),
    "conditions:offer": Row(WORKING, WORKING),
    "conditions:withdraw_expertise": Row(POST_ONLY, OWN_GONE, ("expertise_number",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    leader, worker, colleague = (world.members[name] for name in ("team_leader", "worker", "colleague"))
    world.arrival_plan_number = make_arrival_plan(leader).pk
    world.arrival = make_arrival(leader, colleague, starts_on=date(2026, 1, 5))
    world.arrival_step_number = make_step(world.arrival).pk
    world.feedback_month = 1
    world.job_version = make_job(worker, leader)
    world.career_period_number = make_period(worker).pk
    world.conditions_alert = make_alert(worker, leader)
    world.team_proposal = make_proposal(worker)
    world.expertise_number = make_expertise(worker).pk
