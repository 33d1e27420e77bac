"""Who writes referrals, in PostgreSQL: their team; the person, their words and their agreement; the scheme, its answer."""

from maillage.permissions.writers import Writers, no_policies, policies
from maillage.referrals.models.base import IN_TEAM, ME, OF_RECEIVED, OWN, RECEIVED

SIGNED = f"by_id IS NOT DISTINCT FROM {ME}"
THEIRS = OF_RECEIVED.format("")
BESIDE = (
    "EXISTS (SELECT FROM referrals_referral d WHERE d.id = referral_id"
    " AND d.person_id = referrals_{table}.person_id AND d.structure_id = referrals_{table}.structure_id)"
)
OF_REQUEST = (
    "EXISTS (SELECT FROM referrals_schemerequest q WHERE q.id = request_id"
    " AND q.person_id = referrals_{table}.person_id AND q.structure_id = referrals_{table}.structure_id{more})"
)


def _of_request(table: str, more: str = "") -> str:
    return OF_REQUEST.format(table=table, more=more)


BEFORE_THEY_ANSWER = " AND q.state IN ('draft', 'incomplete')"
"""`send` copies before it says that it is sent."""
WRITERS = {
    "referral": Writers(f"{IN_TEAM} AND worker_id = {ME}", f"{IN_TEAM} OR {OWN}"),
    "referralsection": Writers(
        f"{IN_TEAM} AND {BESIDE.format(table='referralsection')}", f"{IN_TEAM} OR {OWN}"
    ),
    "schemerequest": Writers(
        f"{IN_TEAM} AND state = 'draft' AND {BESIDE.format(table='schemerequest')}",
        f"{IN_TEAM} OR {OWN} OR {RECEIVED}",
        goes=f"{IN_TEAM} AND state = 'draft'",
    ),
    "sentsection": Writers(
        f"{IN_TEAM} AND {_of_request('sentsection', ' AND code = ANY (q.agreed)')}",
        f"{IN_TEAM} AND {_of_request('sentsection', BEFORE_THEY_ANSWER)}",
    ),
    "event": Writers(f"{SIGNED} AND (({IN_TEAM} OR {OWN} OR {THEIRS}) AND {_of_request('event')})"),
    "missingpiece": Writers(
        f"({IN_TEAM} OR {THEIRS}) AND {_of_request('missingpiece')}", f"{IN_TEAM} OR {OWN} OR {THEIRS}"
    ),
}
"""Who inserts, which rows change, which go. What was sent is only replaced by what is agreed to anew."""

OWN_WRITES = f"""
CREATE POLICY referrals_referralsection_w_own ON referrals_referralsection FOR UPDATE USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY referrals_schemerequest_w_own ON referrals_schemerequest FOR UPDATE USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY referrals_missingpiece_w_own ON referrals_missingpiece FOR UPDATE USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY referrals_event_w_own ON referrals_event FOR INSERT WITH CHECK ({OWN});
"""
NO_OWN_WRITES = "".join(
    f"DROP POLICY referrals_{table}_w_own ON referrals_{table};"
    for table in ("referralsection", "schemerequest", "missingpiece", "event")
)

STAYS = {
    "referral": ("person_id", "structure_id", "worker_id", "began_on"),
    "referralsection": ("person_id", "structure_id", "referral_id", "code"),
    "schemerequest": ("person_id", "structure_id", "referral_id", "scheme_id", "worker_id"),
    "sentsection": ("person_id", "structure_id", "request_id", "code"),
    "missingpiece": ("person_id", "structure_id", "request_id", "what", "provider", "asked_on"),
}
"""Whose a row is never changes (`support_stays`)."""

ANSWER = (
    *(
        "state",
        "received_on",
        "complete_on",
        "incomplete_on",
        "complete_by",
        "paused_days",
        "due_on",
        "silence",
    ),
    *(
        "decided_on",
        "outcome",
        "reason",
        "decided_by",
        "words",
        "next_step",
        "rank",
        "rank_means",
        "contest_by",
    ),
    *("ended_on", "ending", "escalated_at", "version"),
)
"""All that whoever instructs changes of a request."""
AGREEMENT = (
    "state",
    "agreed",
    "way",
    "agreed_at",
    "witness",
    "withdrawn_at",
    "ended_on",
    "ending",
    "version",
)
"""All that the person changes of a request."""
OWN_COLUMNS = {
    "referralsection": ("own_words", "own_at", "version"),
    "schemerequest": AGREEMENT,
    "missingpiece": ("given_on", "document_id"),
}


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names))


TRIGGERS = (
    """
CREATE FUNCTION referrals_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
        RAISE insufficient_privilege USING MESSAGE = 'not theirs to write';
    END IF;
    RETURN NEW;
END $$;
-- The scheme answers: it writes nothing of what was asked, nor of what was agreed to.
CREATE FUNCTION referrals_answers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
    IF maillage_actor_person() IS NULL AND (OLD.structure_id IS DISTINCT FROM maillage_actor_structure()
            OR NOT EXISTS (SELECT FROM people_attachment a WHERE a.person_id = OLD.person_id AND a.ended_at IS NULL
                           AND a.worker_id = maillage_actor_user() AND a.consent_of_id IS NULL))
       AND to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
        RAISE insufficient_privilege USING MESSAGE = 'a scheme answers, and nothing else';
    END IF;
    RETURN NEW;
END $$;
"""
    + "".join(
        f"CREATE TRIGGER referrals_{table}_stays BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
        f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION support_stays({_listed(names)});"
        for table, names in STAYS.items()
    )
    + "".join(
        f"CREATE TRIGGER referrals_{table}_own BEFORE UPDATE ON referrals_{table} FOR EACH ROW "
        f"WHEN (maillage_actor_person() IS NOT NULL) EXECUTE FUNCTION referrals_only({_listed(names)});"
        for table, names in OWN_COLUMNS.items()
    )
    + "CREATE TRIGGER referrals_schemerequest_answers BEFORE UPDATE ON referrals_schemerequest FOR EACH ROW "
    f"WHEN (current_user = 'maillage_app') EXECUTE FUNCTION referrals_answers({_listed(ANSWER)});"
)
NO_TRIGGERS = (
    "".join(f"DROP TRIGGER referrals_{table}_stays ON referrals_{table};" for table in STAYS)
    + "".join(f"DROP TRIGGER referrals_{table}_own ON referrals_{table};" for table in OWN_COLUMNS)
    + "DROP TRIGGER referrals_schemerequest_answers ON referrals_schemerequest;"
    "DROP FUNCTION referrals_only(); DROP FUNCTION referrals_answers();"
)

FORWARD = policies("referrals", WRITERS) + OWN_WRITES + TRIGGERS
BACKWARD = NO_TRIGGERS + NO_OWN_WRITES + no_policies("referrals", WRITERS)
