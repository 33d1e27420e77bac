"""Practice sheets, evaluations, trials, calls: `sheet_draft` is of the worker's structure, not published."""

from datetime import date

from maillage.practices.tests.factories import make_call, make_evaluation, make_reuse, make_sheet
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
OF_HERE, WRITERS = "NNNOOOOONONNNN", "LNNOOOOONONLLN"
LEADERS, PUBLISHED = "LNNOFOFFNFNLLN", "LNNRFRFFNFNLLN"
ONLY_POST = "LMMMMMMMMMMLLM"
WORKERS, ELSEWHERE = "LFFOOOOOOOOLLO", "LFFOOOOOFOOLLOOOO"
# The worker and the animator keep the work of committees.
KEEPERS = "LFFFFFOFFFFLLO"

EXPECTED: dict[str, Row] = {
    "practices:library": Row(ALL, READ_ONLY),
    "practices:sheets_json": Row(ALL, READ_ONLY),
    "practices:sheets_csv": Row(ALL, READ_ONLY),
    "practices:lessons": Row(ALL, READ_ONLY),
    "practices:lessons_pdf": Row(ALL, READ_ONLY),
    "practices:synthesis": Row(KEEPERS, KEEPERS),
    "practices:spot": Row(WORKERS, WORKERS),
    "practices:sheet": Row(OF_HERE, READ_ONLY, ("sheet_draft",)),
    "practices:sheet_pdf": Row(OF_HERE, READ_ONLY, ("sheet_draft",)),
    "practices:sheet_version": Row(OF_HERE, READ_ONLY, ("sheet_draft", "1")),
    "practices:write": Row(WRITERS, WRITERS, ("sheet_draft",)),
    "practices:publish": Row(LEADERS, LEADERS, ("sheet_draft",)),
    "practices:withdraw": Row(LEADERS, LEADERS, ("sheet_draft",)),
    "practices:evaluate": Row(WORKERS, WORKERS, ("sheet_other", "demarche")),
    "practices:declare_reuse": Row(ELSEWHERE, ELSEWHERE, ("sheet_other",)),
    "practices:evaluation": Row(OF_HERE, READ_ONLY, ("sheet_evaluation",)),
    "practices:correct_evaluation": Row(WRITERS, WRITERS, ("sheet_evaluation",)),
    "practices:publish_evaluation": Row(ONLY_POST, PUBLISHED, ("sheet_evaluation",)),
    "practices:withdraw_evaluation": Row(LEADERS, LEADERS, ("sheet_evaluation",)),
    "practices:publish_reuse": Row(ONLY_POST, PUBLISHED, ("sheet_trial",)),
    "practices:withdraw_reuse": Row(LEADERS, LEADERS, ("sheet_trial",)),
    "practices:calls": Row(ALL, READ_ONLY),
    "practices:call": Row(ALL, READ_ONLY, ("sheet_call",)),
    "practices:new_call": Row(KEEPERS, KEEPERS),
    "practices:answer_call": Row(WORKERS, WORKERS, ("sheet_call",)),
}


def lay_out(world) -> None:
    """The worker's structure evaluates and tries a sheet of the stranger's."""
    worker, stranger = world.members["worker"].user, world.members["stranger"]
    world.sheet_draft = make_sheet(worker, world.here, published=False, title="Café des factures")
    world.sheet_other = make_sheet(stranger.user, stranger.structure, title="Guichet mobile")
    told = {"published": False, "structure": world.here}
    world.sheet_evaluation = make_evaluation(world.sheet_other, worker, **told)
    world.sheet_trial = make_reuse(world.sheet_other, worker, began_on=date(2026, 4, 1), **told)
    world.sheet_call = make_call(world.committee, world.members["animator"].user)
