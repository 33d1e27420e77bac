"""Rights and claims: what each persona gets. Letters and order of personas as in `expected.py`.

A claim is seen by whoever sees the person in the structure that carries it; the partner reads no "foyer, budget et droits".
"""

from tests.matrix.row import Row

ONLY_READ = "LMMMMMMMMMML"
MINE = "LFFFFFOOOOOL"
CLAIM = "LFFFFFONNONL"
CLAIM_CHANGED = "LFFFFFONNFNL"
OF_PERSON = "LNNNNNONNFFL"
OWN = "RRRRRRRRRRRO"
OWN_READ = "MMMMMMMMMMMM"

EXPECTED_RIGHTS: dict[str, Row] = {
    "rights:caseload": Row(MINE, ONLY_READ),
    "rights:screen_all": Row(ONLY_READ, "LFFFFFRRRRRL"),
    "rights:radar": Row("LFFFFFFFFOFL", "LFFFFFFFFOFL"),
    "rights:deadlines": Row(MINE, ONLY_READ),
    "rights:export": Row(MINE, ONLY_READ, ("csv",)),
    "rights:household": Row(CLAIM, ONLY_READ, ("household",)),
    "rights:screen": Row(ONLY_READ, "LFFFFFRNNRNL", ("household",)),
    "rights:sheet": Row(CLAIM, ONLY_READ, ("household",)),
    "rights:trace": Row(CLAIM, ONLY_READ, ("household",)),
    "rights:what_if": Row(CLAIM, ONLY_READ, ("household",)),
    "rights:complete": Row(CLAIM, "LFFFFFRNNRNL", ("household",)),
    "rights:my_claims": Row(MINE, ONLY_READ),
    "rights:procedures": Row(MINE, ONLY_READ),
    "rights:figures": Row(MINE, ONLY_READ),
    "rights:claim": Row(CLAIM, ONLY_READ, ("claim",)),
    "rights:claim_step": Row(CLAIM_CHANGED, CLAIM_CHANGED, ("claim", "decision")),
    "rights:give": Row(CLAIM_CHANGED, "LFFFFFRNNFNL", ("claim", "piece")),
    "rights:paper": Row(CLAIM, ONLY_READ, ("claim", "fiche", "pdf")),
    "rights:claims_of": Row("LFFFFFONNOOL", ONLY_READ, ("person",)),
    "rights:propose": Row(OF_PERSON, OF_PERSON, ("person",)),
    "rights:overpayment": Row(OF_PERSON, OF_PERSON, ("person",)),
    "rights:settle": Row(OF_PERSON, OF_PERSON, ("person", "debt")),
    "rights:own_rights": Row(OWN, OWN_READ),
    "rights:own_sheet": Row(OWN, OWN_READ),
    "rights:own_decide": Row(OWN, OWN, ("claim",)),
    "rights:own_piece": Row(OWN, OWN, ("piece",)),
}
