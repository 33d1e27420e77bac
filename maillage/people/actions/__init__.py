from maillage.people.actions.access import (
    answer_request,
    ask_attachment,
    end_attachment,
    share,
    someone_matches,
    take,
)
from maillage.people.actions.budget import Cell, copy_month, write_budget
from maillage.people.actions.consents import (
    break_glass,
    give_consent,
    join_scan,
    keep_out,
    limit_consent,
    read_scan,
    review_exceptional,
    withdraw_consent,
)
from maillage.people.actions.duplicates import merge, part, tell_apart
from maillage.people.actions.guard import Stale
from maillage.people.actions.households import compose, edit_household, edit_member, join
from maillage.people.actions.persons import (
    add_channel,
    attach,
    edit_facts,
    edit_identity,
    note_contact,
    receive,
    remove_channel,
)
from maillage.people.actions.protection import lift_protection, protect_address
from maillage.people.actions.space import (
    ask_code_by_mail,
    end_space_access,
    enter_space,
    give_code,
    open_by_mail,
    open_space,
)

__all__ = [
    "Cell",
    "Stale",
    "add_channel",
    "answer_request",
    "ask_attachment",
    "ask_code_by_mail",
    "attach",
    "break_glass",
    "compose",
    "copy_month",
    "edit_facts",
    "edit_household",
    "edit_identity",
    "edit_member",
    "end_attachment",
    "end_space_access",
    "enter_space",
    "give_code",
    "give_consent",
    "join",
    "join_scan",
    "keep_out",
    "lift_protection",
    "limit_consent",
    "merge",
    "note_contact",
    "open_by_mail",
    "open_space",
    "part",
    "protect_address",
    "read_scan",
    "receive",
    "remove_channel",
    "review_exceptional",
    "share",
    "someone_matches",
    "take",
    "tell_apart",
    "withdraw_consent",
    "write_budget",
]
