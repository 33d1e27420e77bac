"""What each persona gets from each URL. A URL that isn't here fails the suite: declare it when you add it.

One letter a persona, in the order of `PERSONAS`:
anonymous, outsider, former, administrator, reception, team_leader, worker, colleague, stranger, rights_lead.

O shown (200, or 422: a form with its errors) · R done, goes on elsewhere · L sent to sign in · N not there (404)
F refused with a reason (403) · M not by this method (405) · S somebody saved in between (409)
"""

from typing import NamedTuple


class Row(NamedTuple):
    """`args` names what the URL points at, in `world`; `post` is an empty form sent."""

    get: str
    post: str
    args: tuple[str, ...] = ()


EXPECTED: dict[str, Row] = {
    "pages:home": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "web:gallery": Row("OOOOOOOOOO", "OOOOOOOOOO"),
    "web:sample-job": Row("OOOOOOOOOO", "MMMMMMMMMM"),
    "web:sample-confirm": Row("OOOOOOOOOO", "RRRRRRRRRR"),
    "web:sample-pdf": Row("OOOOOOOOOO", "MMMMMMMMMM"),
    "accounts:account": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "accounts:structure": Row("LMMMMMMMMM", "LNNNNNNNNN"),
    "accounts:second-factor": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "accounts:team": Row("LFFOFFFFFF", "LMMMMMMMMM"),
    "accounts:open-account": Row("LFFOFFFFFF", "LFFOFFFFFF"),
    "accounts:decide": Row("LMMMMMMMMM", "LFFRFFFFFF", ("proposal",)),
    "accounts:member": Row("LFFOFFFFFF", "LFFOFFFFFF", ("user",)),
    "accounts:end-role": Row("LFFOFFFFFF", "LFFRFFFFFF", ("user", "membership_number")),
    "accounts:close-account": Row("LFFOFFFFFF", "LFFRFFFFFF", ("user",)),
    "account_login": Row("ORRRRRRRRR", "ORRRRRRRRR"),
    "mfa_authenticate": Row("LRRRRRRRRR", "LRRRRRRRRR"),
    "mfa_login_webauthn": Row("LRRRRRRRRR", "LRRRRRRRRR"),
    "account_logout": Row("LOOOOOOOOO", "LLLLLLLLLL"),
    "account_inactive": Row("OOOOOOOOOO", "MMMMMMMMMM"),
    "account_change_password": Row("LRRRRRRRRR", "LRRRRRRRRR"),
    "account_reset_password": Row("OOOOOOOOOO", "OOOOOOOOOO"),
    "account_reset_password_done": Row("OOOOOOOOOO", "MMMMMMMMMM"),
    "account_reset_password_from_key_done": Row("OOOOOOOOOO", "MMMMMMMMMM"),
    "account_reset_password_from_key": Row("OOOOOOOOOO", "OOOOOOOOOO", ("1", "a-b")),
    "mfa_index": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "account_reauthenticate": Row("LFFFFFFFFF", "LFFFFFFFFF"),
    "mfa_reauthenticate": Row("LFFFFFFFFF", "LFFFFFFFFF"),
    "mfa_reauthenticate_webauthn": Row("LFFFFFFFFF", "LFFFFFFFFF"),
    "mfa_activate_totp": Row("LOOOOOOOOO", "LOOOOOOOOO"),
    "mfa_deactivate_totp": Row("LNNNNNNNNN", "LNNNNNNNNN"),
    "mfa_view_recovery_codes": Row("LNNNNNNNNN", "LMMMMMMMMM"),
    "mfa_generate_recovery_codes": Row("LOOOOOOOOO", "LOOOOOOOOO"),
    "mfa_download_recovery_codes": Row("LNNNNNNNNN", "LNNNNNNNNN"),
    "mfa_list_webauthn": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "mfa_add_webauthn": Row("LOOOOOOOOO", "LOOOOOOOOO"),
    "mfa_remove_webauthn": Row("LNNNNNNNNN", "LNNNNNNNNN", ("key_number",)),
    "mfa_edit_webauthn": Row("LNNNNNNNNN", "LNNNNNNNNN", ("key_number",)),
    "directory:communes": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "jobs:show": Row("LNNNNNONNN", "LMMMMMMMMM", ("job",)),
    "jobs:cancel": Row("LMMMMMMMMM", "LNNNNNRNNN", ("job",)),
    "people:persons": Row("LOOOOOOOOO", "LMMMMMMMMM"),
    "people:receive": Row("LFFFOFOOOO", "LFFFOFOOOO"),
    "people:resemblances": Row("LFFFOFOOOO", "LMMMMMMMMM"),
    "people:ask": Row("LMMMMMMMMM", "LFFFOFOOOO"),
    "people:requests": Row("LFFFFFOOOO", "LMMMMMMMMM"),
    "people:answer": Row("LMMMMMMMMM", "LFFFFFRNNR", ("request",)),
    "people:household": Row("LNNNNNONNO", "LMMMMMMMMM", ("household",)),
    "people:household_facts": Row("LFFFFFONNO", "LFFFFFONNO", ("household",)),
    "people:add_member": Row("LFFFFFONNO", "LFFFFFONNO", ("household",)),
    "people:member": Row("LFFFFFONNO", "LFFFFFONNO", ("household", "membership")),
    "people:budget": Row("LFFFFFONNO", "LFFFFFSNNS", ("household",)),
    "people:person": Row("LNNNNNONNO", "LMMMMMMMMM", ("person",)),
    "people:identity": Row("LFFFNFONNO", "LFFFNFONNO", ("person",)),
    "people:facts": Row("LFFFFFONNO", "LFFFFFONNO", ("person",)),
    "people:compose": Row("LMMMMMMMMM", "LNNNNNRNNR", ("person",)),
    "people:add_channel": Row("LFFFNFONNO", "LFFFNFONNO", ("person",)),
    "people:remove_channel": Row("LMMMMMMMMM", "LNNNNNRNNR", ("other", "channel")),
    "people:protect": Row("LFFFFFONNO", "LFFFFFONNO", ("other",)),
    "people:protected": Row("LNNNNNONNN", "LMMMMMMMMM", ("person", "protected")),
    "people:lift": Row("LFFFFFONNN", "LFFFFFRNNN", ("person", "protected")),
    "people:take": Row("LMMMMMMMMM", "LNNNFNRRNR", ("waiting",)),
    "people:share": Row("LFFFFFONNO", "LFFFFFONNO", ("person",)),
    "people:leave": Row("LFFFNFONNO", "LFFFNFRNNR", ("person",)),
    "people:merge": Row("LFFFFFONNO", "LFFFFFONNO", ("person", "other")),
    "people:tell_apart": Row("LMMMMMMMMM", "LNNNNNRNNR", ("person", "other")),
    "people:part": Row("LMMMMMMMMM", "LNNNNNRNNR", ("person", "merge")),
    "people:imports": Row("LFFFFFOOOO", "LFFFFFOOOO"),
    "people:import_template": Row("LFFFFFOOOO", "LMMMMMMMMM", ("csv",)),
    "people:import": Row("LFFFFFONNN", "LMMMMMMMMM", ("source",)),
    "people:import_columns": Row("LFFFFFONNN", "LFFFFFONNN", ("source",)),
    "people:import_report": Row("LFFFFFNNNN", "LMMMMMMMMM", ("source", "csv")),
    "people:import_write": Row("LMMMMMMMMM", "LFFFFFRNNN", ("source",)),
    "people:import_resume": Row("LMMMMMMMMM", "LFFFFFRNNN", ("source",)),
    "people:import_undo": Row("LFFFFFONNN", "LFFFFFRNNN", ("source",)),
    "people:import_give_up": Row("LFFFFFONNN", "LFFFFFRNNN", ("source",)),
    "rights:caseload": Row("LFFFFFOOOO", "LMMMMMMMMM"),
    "rights:screen_all": Row("LMMMMMMMMM", "LFFFFFRRRR"),
    "rights:export": Row("LFFFFFOOOO", "LMMMMMMMMM", ("csv",)),
    "rights:household": Row("LFFFFFONNO", "LMMMMMMMMM", ("household",)),
    "rights:screen": Row("LMMMMMMMMM", "LFFFFFRNNR", ("household",)),
    "rights:sheet": Row("LFFFFFONNO", "LMMMMMMMMM", ("household",)),
    "rights:trace": Row("LFFFFFONNO", "LMMMMMMMMM", ("household",)),
}
