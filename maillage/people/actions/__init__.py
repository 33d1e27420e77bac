from maillage.people.actions.access import (
    answer_request,
    ask_attachment,
    end_attachment,
    share,
    someone_matches,
    take,
)
from maillage.people.actions.budget import Cell, copy_month, write_budget
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

__all__ = [
    "Cell",
    "Stale",
    "add_channel",
    "answer_request",
    "ask_attachment",
    "attach",
    "compose",
    "copy_month",
    "edit_facts",
    "edit_household",
    "edit_identity",
    "edit_member",
    "end_attachment",
    "join",
    "lift_protection",
    "merge",
    "note_contact",
    "part",
    "protect_address",
    "receive",
    "remove_channel",
    "share",
    "someone_matches",
    "take",
    "tell_apart",
    "write_budget",
]
