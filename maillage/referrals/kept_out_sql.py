"""Whoever a person keeps out of their file reads nothing of it by what was sent either, wherever they work, sit or host."""

TABLES = (
    *(
        "referral",
        "referralsection",
        "schemerequest",
        "sentsection",
        "event",
        "missingpiece",
        "appeal",
        "joineddocument",
    ),
    *("case", "casebrief", "hearing", "offer", "placeneed"),
)
KEPT_IN = "person_id NOT IN (SELECT maillage_definer.blocked_files())"

FORWARD = "".join(
    f"CREATE POLICY referrals_{table}_kept_out ON referrals_{table} AS RESTRICTIVE FOR ALL USING ({KEPT_IN});"
    for table in TABLES
)
BACKWARD = "".join(f"DROP POLICY referrals_{table}_kept_out ON referrals_{table};" for table in TABLES)
