"""Who writes paths and VAE, in PostgreSQL; `rules` says the same. Nobody's path changes hands."""

from maillage.diplomas.models.paths import LED
from maillage.governance.models.base import ME
from maillage.permissions.writers import Writers, no_policies, policies

TODAY = "(now() AT TIME ZONE 'Europe/Paris')::date"
MEMBERS = (
    "user_id IN (SELECT m.user_id FROM accounts_membership m WHERE m.structure_id = (SELECT maillage_actor_structure())"
    f" AND m.ended_at IS NULL AND m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY}))"
)
WHERE_I_WORK = (
    "(shared_with_id IS NULL OR shared_with_id IN (SELECT m.structure_id FROM accounts_membership m"
    f" WHERE m.user_id = {ME} AND m.ended_at IS NULL AND m.since <= {TODAY} AND (m.until IS NULL OR m.until >= {TODAY})))"
)
OF_LED = f"path_id IN (SELECT id FROM diplomas_path WHERE ended_on IS NULL AND {LED})"
MINE = f"user_id = {ME}"
OF_MINE = f"vae_id IN (SELECT id FROM diplomas_vae WHERE ended_on IS NULL AND {MINE})"
RUNNING = "ended_on IS NULL"

WRITERS = {
    "path": Writers(
        f"{LED} AND {MEMBERS} AND opened_by_id = {ME} AND {RUNNING}", f"{RUNNING} AND {LED}", LED
    ),
    "milestone": Writers(OF_LED, OF_LED, goes=OF_LED),
    "vae": Writers(f"{MINE} AND {RUNNING} AND {WHERE_I_WORK}", MINE, f"{MINE} AND {WHERE_I_WORK}"),
    "vaestage": Writers(OF_MINE, OF_MINE, goes=OF_MINE),
    "vaeblock": Writers(OF_MINE, OF_MINE, goes=OF_MINE),
    "experience": Writers(OF_MINE, OF_MINE, goes=OF_MINE),
}
"""Who inserts, which rows may change, what they may become, who deletes."""

COLUMNS = """
REVOKE UPDATE ON diplomas_path, diplomas_milestone, diplomas_vae FROM maillage_app;
GRANT UPDATE (kind, post, started_on, months_needed, months_funded, months_paid, funder, ended_on, outcome, version)
    ON diplomas_path TO maillage_app;
GRANT UPDATE (title, due_on, done_on) ON diplomas_milestone TO maillage_app;
GRANT UPDATE (coach, shared_with_id, jury_on, ended_on) ON diplomas_vae TO maillage_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON diplomas_delay FROM maillage_app;
"""
FORWARD = COLUMNS + policies("diplomas", WRITERS)
BACKWARD = no_policies("diplomas", WRITERS)
