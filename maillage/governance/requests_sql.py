"""A council of persons puts a point on the agenda of a committee that it doesn't keep; who keeps it may not rub it out."""

from maillage.governance.sql import KEPT, ME
from maillage.permissions.definer import as_maintenance, granted
from maillage.permissions.writers import NOBODY, Writers, no_policies, policies

MINE = "(SELECT * FROM maillage_definer.my_committees())"
FUNCTIONS = f"""
-- By a member of the council, to a committee above or below it that they know of. It takes its place on the next agenda
-- at once; the request's id, or NULL when it is already asked.
CREATE FUNCTION maillage_definer.ask_point(by_council bigint, of_target bigint, what varchar, more text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    council governance_committee;
    request bigint;
    meeting bigint;
    point bigint;
BEGIN
    SELECT c.* INTO council FROM governance_committee c
    WHERE c.id = by_council AND c.kind = 'persons' AND c.id IN {MINE};
    IF council.id IS NULL OR NOT EXISTS (
        SELECT FROM governance_committee t WHERE t.id = of_target AND (t.id = council.parent_id OR t.parent_id = council.id)
        AND (t.publicity = 'public' OR t.id IN {MINE})) THEN
        RAISE EXCEPTION 'not a council linked with it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO governance_itemrequest (public_id, council_id, target_id, title, details, user_id, asked_at, dropped_why)
    VALUES (gen_random_uuid(), council.id, of_target, what, more, {ME}, now(), '')
    ON CONFLICT DO NOTHING RETURNING id INTO request;
    IF request IS NULL THEN RETURN NULL; END IF;
    SELECT g.id INTO meeting FROM governance_gathering g WHERE g.committee_id = of_target AND g.starts_at > now()
        AND g.held_at IS NULL AND g.cancelled_at IS NULL ORDER BY g.starts_at, g.id LIMIT 1 FOR UPDATE;
    IF meeting IS NOT NULL THEN
        INSERT INTO governance_agendaitem (public_id, gathering_id, position, nature, title, details, plain_words, asked_by)
        SELECT gen_random_uuid(), meeting, coalesce(max(i.position), 0) + 1, 'debate', what, more, '', left(council.name, 150)
        FROM governance_agendaitem i WHERE i.gathering_id = meeting RETURNING id INTO point;
        UPDATE governance_itemrequest SET item_id = point WHERE id = request;
    END IF;
    RETURN request;
END $$;
"""
SIGNATURES = ("ask_point(bigint, bigint, varchar, text)",)

# What is asked stays as it was asked; only its place, and why it has none any more, are its target's to write.
STAYS = """
CREATE FUNCTION governance_itemrequest_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.council_id, NEW.target_id, NEW.title, NEW.details, NEW.user_id, NEW.asked_at)
       IS DISTINCT FROM (OLD.council_id, OLD.target_id, OLD.title, OLD.details, OLD.user_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'asked once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_itemrequest_stays BEFORE UPDATE ON governance_itemrequest FOR EACH ROW
    WHEN (current_user = 'maillage_app') EXECUTE FUNCTION governance_itemrequest_stays();
-- A point that a council asked for leaves the agenda with a reason, noted first.
CREATE POLICY governance_agendaitem_asked ON governance_agendaitem AS RESTRICTIVE FOR DELETE
    USING (id NOT IN (SELECT item_id FROM governance_itemrequest WHERE item_id IS NOT NULL));
"""
NO_STAYS = """
DROP POLICY governance_agendaitem_asked ON governance_agendaitem;
DROP TRIGGER governance_itemrequest_stays ON governance_itemrequest;
DROP FUNCTION governance_itemrequest_stays();
"""
WRITERS = {
    "itemrequest": Writers(NOBODY, f"dropped_at IS NULL AND target_id IN {KEPT}", f"target_id IN {KEPT}")
}
FORWARD = as_maintenance(FUNCTIONS + granted(SIGNATURES)) + policies("governance", WRITERS) + STAYS
BACKWARD = (
    NO_STAYS
    + no_policies("governance", WRITERS)
    + as_maintenance(f"DROP FUNCTION maillage_definer.{SIGNATURES[0]};")
)
