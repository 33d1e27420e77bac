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
    "support:notes": Row("LNNNNNONNOOL", ONLY_READ, ("person",)),
    "support:write": Row("LNNNNNONNFOL", "LNNNNNONNFOL", ("person",)),
    "support:draft": Row("LMMMMMMMMMML", "LNNNNNRNNFRL", ("person",)),
    "support:discard_draft": Row("LMMMMMMMMMML", "LNNNNNRNNRRL", ("person",)),
    "support:note": Row("LNNNNNONNNNL", "LMMMMMMMMMML", ("person", "note")),
    "support:reply": Row("LMMMMMMMMMML", "LNNNNNONNNNL", ("person", "note")),
    "support:edit": Row("LNNNNNONNNNL", "LNNNNNONNNNL", ("person", "note")),
    "support:path": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "support:print_path": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "support:add_act": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person",)),
    "support:outcome": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person", "act")),
    "support:circle": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "support:accompany": Row("LMMMMMMMMMML", "LNNNNNRNNRNL", ("other",)),
    "support:hand_over": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person",)),
    "support:substitute": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person",)),
    "support:close": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person",)),
    "support:add_trusted": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person",)),
    "support:end_trusted": Row("LMMMMMMMMMML", "LNNNNNRNNFFL", ("person", "trusted")),
    "support:data_request": Row("LNNNNNONNFFL", "LNNNNNONNFFL", ("person", "asked")),
    "support:hold": Row(WRITES, WRITES, ("person",)),
    "support:lift_hold": Row(ONLY_SENT, WRITES_DONE, ("person", "held")),
    "support:retention_contact": Row(ONLY_SENT, WRITES_DONE, ("person",)),
    "support:retention": Row("LFFFFFOOOOOL", ONLY_READ),
    "support:reopen": Row("LFFFFFOOOOOL", "LFFFFFOOOOOL"),
    "support:data": Row(WRITES, WRITES, ("person",)),
    "support:erase": Row(WRITES, WRITES, ("person", "to_erase")),
    "support:handover": Row("LNNNNNOONNNL", "LNNNNNOONNNL", ("handover",)),
    "support:own_notes": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO"),
    "support:own_reply": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO", ("note",)),
    "support:own_path": Row("RRRRRRRRRRRO", "MMMMMMMMMMMM"),
    "support:own_data": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO"),
    "support:own_handover": Row("RRRRRRRRRRRO", "MMMMMMMMMMMM", ("handover",)),
    "support:own_mark": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO", ("goal",)),
    "support:own_documents": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO"),
    "support:own_document": Row("RRRRRRRRRRRO", "MMMMMMMMMMMM", ("document",)),
    "pages:simple": Row("MMMMMMMMMMMM", "RRRRRRRRRRRR"),
}
