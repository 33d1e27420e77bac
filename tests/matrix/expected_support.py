"""Shared follow-up: what each persona gets of goals, appointments, promises and documents. Letters as in `expected.py`.

Twelve personas: anonymous, outsider, former, administrator, reception, team_leader, worker, colleague, stranger,
rights_lead, partner, person. Who only oversees the file, or reads by agreement, is told why they do not write.
"""

from tests.matrix.expected import Row

ONLY_READ = "LMMMMMMMMMML"
ONLY_SENT = "LMMMMMMMMMML"
PATH = "LNNNNNONNOOL"
CONTENT = "LNNNNNONNFOL"
WRITES = "LNNNNNONNFFL"
WRITES_DONE = "LNNNNNRNNFFL"

EXPECTED_SUPPORT: dict[str, Row] = {
    "support:goals": Row(CONTENT, ONLY_READ, ("person",)),
    "support:new_goal": Row(WRITES, WRITES, ("person",)),
    "support:revise_goal": Row(WRITES, WRITES, ("person", "goal")),
    "support:tick_step": Row(ONLY_SENT, WRITES_DONE, ("person", "goal", "goal_step")),
    "support:mark_goal": Row(WRITES, WRITES, ("person", "goal")),
    "support:sign_goal": Row(WRITES, WRITES, ("person", "goal")),
    "support:close_goal": Row(WRITES, WRITES, ("person", "goal")),
    "support:goal_paper": Row("LNNNNNONNFNL", ONLY_READ, ("person", "goal")),
    "support:appointments": Row(PATH, ONLY_READ, ("person",)),
    "support:new_appointment": Row(WRITES, WRITES, ("person",)),
    "support:move_appointment": Row(WRITES, WRITES, ("person", "appointment")),
    "support:cancel_appointment": Row(WRITES, WRITES_DONE, ("person", "appointment")),
    "support:tell_appointment": Row(ONLY_SENT, WRITES_DONE, ("person", "appointment")),
    "support:calendar": Row(PATH, ONLY_READ, ("person", "appointment")),
    "support:promises": Row(PATH, ONLY_READ, ("person",)),
    "support:new_promise": Row(WRITES, WRITES, ("person",)),
    "support:keep_promise": Row(WRITES, WRITES, ("person", "promise")),
    "support:documents": Row(CONTENT, ONLY_READ, ("person",)),
    "support:new_document": Row(WRITES, WRITES, ("person",)),
    "support:document": Row("LNNNNNONNNNL", ONLY_READ, ("person", "document")),
    "support:notes": Row(PATH, ONLY_READ, ("person",)),
    "support:write": Row("?", "?", ("person",)),
    "support:draft": Row("?", "?", ("person",)),
    "support:discard_draft": Row("?", "?", ("person",)),
    "support:note": Row("?", "?", ("person", "note")),
    "support:reply": Row("?", "?", ("person", "note")),
    "support:edit": Row("?", "?", ("person", "note")),
    "support:path": Row("?", "?", ("person",)),
    "support:print_path": Row("?", "?", ("person",)),
    "support:add_act": Row("?", "?", ("person",)),
    "support:outcome": Row("?", "?", ("person", "act")),
    "support:circle": Row("?", "?", ("person",)),
    "support:accompany": Row("?", "?", ("other",)),
    "support:hand_over": Row("?", "?", ("person",)),
    "support:substitute": Row("?", "?", ("person",)),
    "support:close": Row("?", "?", ("person",)),
    "support:add_trusted": Row("?", "?", ("person",)),
    "support:end_trusted": Row("?", "?", ("person", "trusted")),
    "support:data_request": Row("?", "?", ("person", "asked")),
    "support:handover": Row("?", "?", ("handover",)),
    "support:own_notes": Row("?", "?"),
    "support:own_reply": Row("?", "?", ("note",)),
    "support:own_path": Row("?", "?"),
    "support:own_data": Row("?", "?"),
    "support:own_handover": Row("?", "?", ("handover",)),
    "support:own_mark": Row("?", "?", ("goal",)),
    "support:own_documents": Row("?", "?"),
    "support:own_document": Row("?", "?", ("document",)),
    "pages:simple": Row("?", "?"),
}
