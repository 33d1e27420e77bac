"""What its writers may change of a decision, a convocation, a raising; a seat in a college of its own committee.

A policy says which rows change, not which columns: a decision moved to another meeting would be read in its record.
"""

CHANGED = {
    "governance_decision": "ended_on, ending, ending_note",
    "governance_convocation": "told, number, sent_at, answer, answered_at",
    "governance_raising": "reply, replied_by_id, replied_on",
}
SAME_COMMITTEE = """
ALTER TABLE governance_college ADD CONSTRAINT governance_college_of UNIQUE (id, committee_id);
ALTER TABLE governance_seat ADD CONSTRAINT governance_seat_of_its_college
    FOREIGN KEY (college_id, committee_id) REFERENCES governance_college (id, committee_id);
"""
ANY_COMMITTEE = """
ALTER TABLE governance_seat DROP CONSTRAINT governance_seat_of_its_college;
ALTER TABLE governance_college DROP CONSTRAINT governance_college_of;
"""

FORWARD = SAME_COMMITTEE + "".join(
    f"REVOKE UPDATE ON {table} FROM maillage_app; GRANT UPDATE ({columns}) ON {table} TO maillage_app;"
    for table, columns in CHANGED.items()
)
BACKWARD = "".join(f"GRANT UPDATE ON {table} TO maillage_app;" for table in CHANGED) + ANY_COMMITTEE
