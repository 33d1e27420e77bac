"""Meetings that open their doors: one for everybody, one that its members alone read; the worker keeps both."""

from datetime import timedelta

from django.utils import timezone

from maillage.events.models import Topic
from maillage.events.queries.registrations import token_of
from maillage.events.tests.factories import make_opening, make_registration
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering
from tests.matrix.row import Row

ALL, NO_FORM, GOES = "OOOOOOOOOOOO", "MMMMMMMMMMMM", "RRRRRRRRRRRR"
KEEPER, SENDS, ONLY_READ = "LNNNNNONNNNL", "LNNNNNRNNNNL", "LMMMMMMMMMML"

EXPECTED: dict[str, Row] = {
    "events:events": Row(ALL, NO_FORM),
    "events:event": Row(ALL, NO_FORM, ("event_open",)),
    "events:register": Row(ALL, ALL, ("event_open",)),
    "events:open": Row(KEEPER, KEEPER, ("event_meeting",)),
    "events:draw": Row(KEEPER, KEEPER, ("event_kept",)),
    "events:came": Row(KEEPER, KEEPER, ("event_kept",)),
    "events:registered": Row(KEEPER, ONLY_READ, ("event_kept",)),
    "events:registered_csv": Row(KEEPER, ONLY_READ, ("event_kept",)),
    "events:sheet": Row(KEEPER, ONLY_READ, ("event_kept",)),
    "events:register_for": Row(KEEPER, KEEPER, ("event_kept",)),
    "events:withdraw_for": Row(KEEPER, SENDS, ("event_kept", "event_registration_number")),
    "events:add_slot": Row(KEEPER, KEEPER, ("event_kept",)),
    "events:add_topic": Row(KEEPER, KEEPER, ("event_kept",)),
    "events:place_topic": Row(KEEPER, KEEPER, ("event_kept", "event_topic_number")),
    "events:write_report": Row(KEEPER, KEEPER, ("event_kept", "event_topic_number")),
    "events:registration": Row(ALL, GOES, ("event_token",)),
    "events:withdraw": Row(ALL, GOES, ("event_token",)),
    "events:propose": Row(ALL, ALL, ("event_token",)),
    "events:report": Row(ALL, ALL, ("event_token", "event_own_topic_number")),
    "events:attestation": Row(ALL, NO_FORM, ("event_token",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    world.event_open, _ = _event(world, "public")
    world.event_kept, world.event_meeting = _event(world, "members")
    mine = make_registration(world.event_open, came=True)
    world.event_token = token_of(mine.key)
    world.event_registration_number = make_registration(world.event_kept).pk
    accepted = {"accepted_at": timezone.now(), "proposed_by": "Awa"}
    world.event_topic_number = Topic.objects.create(opening=world.event_kept, title="Accueil", **accepted).pk
    own = Topic.objects.create(opening=world.event_open, title="Accueil", registration=mine, **accepted)
    world.event_own_topic_number = own.pk


def _event(world, publicity):
    committee = make_committee(publicity=publicity)
    make_duty(committee, world.members["worker"].user)
    meeting = make_gathering(committee, timezone.now() + timedelta(days=8))
    return make_opening(meeting, forum=True), meeting
