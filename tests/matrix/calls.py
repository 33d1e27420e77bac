"""Calls: the animator keeps a jury of the worker's structure, the worker sits there; the stranger's structure asks."""

from maillage.calls.models import EndReview, HelpRequest
from maillage.calls.tests.factories import (
    give,
    give_on_paper,
    in_days,
    make_award,
    make_call,
    make_file,
    make_indicator,
    make_juror,
    make_jury,
    make_partner,
    make_ruling,
)
from maillage.governance.tests.factories import make_duty, make_seat
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOO", "MMMMMMMMMMMMMM"
POST_ONLY = "LMMMMMMMMMMLLM"
TOLD = "LRRRRRRRRRRLLR"
SIGNED = "LOOOOOOOOOOLLO"
AT_WORK = "LFFOOOOOOOOLLO"
# The administrator of the structure that runs the jury publishes too; judging is its members' alone.
CARRIES = "LFFOFFFFFFFLLO"
# The worker keeps another committee of this world.
PREPARES = "LFFOFFOFFFFLLO"
KEEPS = "LFFFFFFFFFFLLO"
JURY = "LNNNNNONNNNLLO"
JURY_ACT = "LNNNNNRNNNNLLR"
KEPT = "LNNNNNFNNNNLLO"
HOLDER = "LFFFFFFFOFFLLF"
# The stranger's structure writes the file, the partner's is invited.
FILE = "LNNNNNONONNLLO"
WRITES = "LNNNNNNNONFLLN"
WRITES_ACT = "LNNNNNNNRNRLLN"

EXPECTED: dict[str, Row] = {
    "calls:calls": Row(ALL, READ_ONLY),
    "calls:calendar": Row(ALL, READ_ONLY),
    "calls:calendar_ics": Row(ALL, READ_ONLY),
    "calls:register": Row(ALL, READ_ONLY),
    "calls:to_sustain": Row(ALL, READ_ONLY),
    "calls:open_call": Row(PREPARES, PREPARES),
    "calls:call": Row(ALL, READ_ONLY, ("call_open",)),
    "calls:correct_call": Row(CARRIES, CARRIES, ("call_open",)),
    "calls:publish_call": Row(POST_ONLY, TOLD, ("call_open",)),
    "calls:add_question": Row(CARRIES, CARRIES, ("call_open",)),
    "calls:remove_question": Row(POST_ONLY, TOLD, ("call_open", "call_question_number")),
    "calls:add_funder": Row(CARRIES, CARRIES, ("call_open",)),
    "calls:ask": Row(AT_WORK, AT_WORK, ("call_open",)),
    "calls:answer": Row(CARRIES, CARRIES, ("call_open", "call_request_number")),
    "calls:send_intent": Row(AT_WORK, AT_WORK, ("call_open",)),
    "calls:begin": Row(AT_WORK, AT_WORK, ("call_open",)),
    "calls:add_indicator": Row(CARRIES, CARRIES, ("call_open",)),
    "calls:review_indicator": Row(CARRIES, CARRIES, ("call_judging", "call_indicator_number")),
    "calls:jury": Row(JURY, POST_ONLY, ("call_judging",)),
    "calls:spread": Row(POST_ONLY, JURY_ACT, ("call_judging",)),
    "calls:open_discussion": Row(POST_ONLY, JURY_ACT, ("call_judging",)),
    "calls:notify": Row(POST_ONLY, JURY_ACT, ("call_judging",)),
    "calls:letters": Row(KEPT, POST_ONLY, ("call_judging",)),
    "calls:award": Row(ALL, READ_ONLY, ("call_award",)),
    "calls:tell_value": Row(HOLDER, HOLDER, ("call_award", "call_indicator_number")),
    "calls:write_review": Row(HOLDER, HOLDER, ("call_award",)),
    "calls:sustain": Row(CARRIES, CARRIES, ("call_reviewed",)),
    "calls:withdraw_award": Row(KEEPS, KEEPS, ("call_award",)),
    "calls:files": Row(SIGNED, POST_ONLY),
    "calls:application": Row(FILE, POST_ONLY, ("call_file",)),
    "calls:write_file": Row(WRITES, WRITES, ("call_draft",)),
    "calls:add_partner": Row(WRITES, WRITES, ("call_draft",)),
    "calls:remove_partner": Row(POST_ONLY, WRITES_ACT, ("call_draft", "call_partner_number")),
    "calls:answer_partner": Row(POST_ONLY, WRITES_ACT, ("call_draft", "call_partner_number")),
    "calls:hand_in": Row(POST_ONLY, WRITES_ACT, ("call_draft",)),
    "calls:file_pdf": Row(FILE, POST_ONLY, ("call_file",)),
    "calls:letter": Row(JURY, POST_ONLY, ("call_decided",)),
    "calls:read": Row("LNNNNNONNNNLLN", "LNNNNNONNNNLLN", ("call_file",)),
    "calls:type_reading": Row(KEPT, KEPT, ("call_file", "call_paper_number")),
    "calls:reading_paper": Row(JURY, POST_ONLY, ("call_file",)),
    "calls:step_aside": Row(JURY, JURY, ("call_file",)),
    "calls:put_aside": Row(KEPT, KEPT, ("call_file",)),
    "calls:assign": Row(KEPT, KEPT, ("call_file",)),
    "calls:ask_correction": Row(KEPT, KEPT, ("call_file",)),
    "calls:admit": Row(POST_ONLY, JURY_ACT, ("call_file",)),
    "calls:rule": Row(KEPT, KEPT, ("call_file",)),
}


def lay_out(world) -> None:
    stranger, partner = world.members["stranger"], world.members["partner"]
    committee = make_jury(world.here)
    make_duty(committee, world.members["animator"].user)
    opened = world.call_open = make_call(committee, letter_until=in_days(5).date())
    world.call_question_number = opened.questions.first().pk
    asking = {"structure": stranger.structure, "user": stranger.user}
    on = {"asked_on": in_days(0).date(), "due_on": in_days(5).date()}
    world.call_request_number = HelpRequest.objects.create(call=opened, question="Qui ?", **asking, **on).pk
    judging = world.call_judging = make_call(committee, opens=-30, closes=-1)
    seat = make_juror(judging, member=world.members["worker"])
    world.call_file = make_file(judging, stranger.structure, state="admitted")
    give(world.call_file, seat)
    world.call_paper_number = give_on_paper(world.call_file, make_seat(judging.committee, college=1)).pk
    world.call_draft = make_file(make_call(committee), stranger.structure)
    world.call_partner_number = make_partner(world.call_draft, partner.structure).pk
    world.call_decided = make_file(make_call(committee), stranger.structure, state="decided")
    make_ruling(world.call_decided)
    world.call_indicator_number = make_indicator(judging).pk
    world.call_award = make_award(world.call_file)
    world.call_reviewed = make_award(world.call_decided)
    told = {"changed": "x", "to_sustain": "x", "written_on": in_days(0).date()}
    EndReview.objects.create(award=world.call_reviewed, **told)
