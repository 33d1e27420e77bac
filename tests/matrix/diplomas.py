"""Diplômes et passerelles : `acting_path` is of the worker, in their structure; `own_vae` is the worker's, shown to nobody."""

from datetime import date

from maillage.diplomas.tests.factories import make_path, make_vae
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
SIGNED_IN, READ_SIGNED_IN = "LOOOOOOOOOOLLOOOO", "LMMMMMMMMMMLLMMMM"
CANDIDATES = "LOOOOOOOOOOLLOOOO"
ADMINISTRATOR = "LFFOFFFFFFFLLFFFF"
LEADERS, READ_LEADERS = "LFFFFOFFFFFLLFFOF", "LMMMMMMMMMMLLMMMM"
OF_PATH, READ_PATH = "LNNNNOONNNNLLNNNN", "LMMMMMMMMMMLLMMMM"
KEPT, TOLD = "LNNNNOFNNNNLLNNNN", "LNNNNOFNNNNLLNNNN"
OF_VAE = "LNNNNNONNNNLLNNNN"

EXPECTED: dict[str, Row] = {
    "diplomas:diplomas": Row(ALL, READ_ONLY),
    "diplomas:trades_json": Row(ALL, READ_ONLY),
    "diplomas:bridges": Row(ALL, READ_ONLY),
    "diplomas:simulator": Row(ALL, READ_ONLY),
    "diplomas:simulator_pdf": Row("NNNNNNNNNNNN", READ_ONLY),
    "diplomas:register": Row(ALL, READ_ONLY),
    "diplomas:read_file": Row(ADMINISTRATOR, ADMINISTRATOR),
    "diplomas:diploma": Row(ALL, READ_ONLY, ("dees",)),
    "diplomas:mine": Row(SIGNED_IN, READ_SIGNED_IN),
    "diplomas:team": Row(LEADERS, READ_LEADERS),
    "diplomas:open_path": Row(LEADERS, LEADERS),
    "diplomas:path": Row(OF_PATH, READ_PATH, ("acting_path",)),
    "diplomas:edit_path": Row(KEPT, TOLD, ("acting_path",)),
    "diplomas:end_path": Row(KEPT, TOLD, ("acting_path",)),
    "diplomas:add_milestone": Row(KEPT, TOLD, ("acting_path",)),
    "diplomas:tell_milestone": Row(KEPT, TOLD, ("acting_step",)),
    "diplomas:start_vae": Row(CANDIDATES, CANDIDATES),
    "diplomas:vae": Row(OF_VAE, READ_PATH, ("own_vae",)),
    "diplomas:tell_stage": Row(OF_VAE, OF_VAE, ("own_vae", "feasibility")),
    "diplomas:follow_vae": Row(OF_VAE, OF_VAE, ("own_vae",)),
    "diplomas:tell_results": Row(OF_VAE, OF_VAE, ("own_vae",)),
    "diplomas:add_experience": Row(OF_VAE, OF_VAE, ("own_vae",)),
    "diplomas:share_vae": Row(OF_VAE, OF_VAE, ("own_vae",)),
    "diplomas:end_vae": Row(OF_VAE, OF_VAE, ("own_vae",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    worker, leader = world.members["worker"].user, world.members["team_leader"].user
    steps = [("Dossier d’inscription envoyé", date(2026, 4, 1), None)]
    world.acting_path = make_path(worker, world.here, leader, steps=steps)
    world.acting_step = world.acting_path.milestones.get()
    world.own_vae = make_vae(worker)
