"""What each persona gets from each URL. A URL that isn't here fails the suite: declare it when you add it.

One letter a persona, in the order of `PERSONAS`:
anonymous, outsider, former, administrator, reception, team_leader, worker, colleague, stranger, rights_lead, partner
(reads the person's file with her agreement), person (in her own space). A thirteenth, the referent who holds the link of
a question and has no account, gets what anonymous gets, unless a thirteenth letter says otherwise.

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
    "pages:home": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "web:gallery": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO"),
    "web:sample-job": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "web:sample-confirm": Row("OOOOOOOOOOOO", "RRRRRRRRRRRR"),
    "web:sample-pdf": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "accounts:account": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "accounts:structure": Row("LMMMMMMMMMML", "LNNNNNNNNNNL"),
    "accounts:second-factor": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "accounts:team": Row("LFFOFFFFFFFL", "LMMMMMMMMMML"),
    "accounts:open-account": Row("LFFOFFFFFFFL", "LFFOFFFFFFFL"),
    "accounts:decide": Row("LMMMMMMMMMML", "LFFRFFFFFFFL", ("proposal",)),
    "accounts:member": Row("LFFOFFFFFFFL", "LFFOFFFFFFFL", ("user",)),
    "accounts:end-role": Row("LFFOFFFFFFFL", "LFFRFFFFFFFL", ("user", "membership_number")),
    "accounts:close-account": Row("LFFOFFFFFFFL", "LFFRFFFFFFFL", ("user",)),
    "account_login": Row("ORRRRRRRRRRO", "ORRRRRRRRRRO"),
    "mfa_authenticate": Row("LRRRRRRRRRRL", "LRRRRRRRRRRL"),
    "mfa_login_webauthn": Row("LRRRRRRRRRRL", "LRRRRRRRRRRL"),
    "account_logout": Row("LOOOOOOOOOOL", "LLLLLLLLLLLL"),
    "account_inactive": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "account_change_password": Row("LRRRRRRRRRRL", "LRRRRRRRRRRL"),
    "account_reset_password": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO"),
    "account_reset_password_done": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "account_reset_password_from_key_done": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "account_reset_password_from_key": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO", ("1", "a-b")),
    "mfa_index": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "account_reauthenticate": Row("LFFFFFFFFFFL", "LFFFFFFFFFFL"),
    "mfa_reauthenticate": Row("LFFFFFFFFFFL", "LFFFFFFFFFFL"),
    "mfa_reauthenticate_webauthn": Row("LFFFFFFFFFFL", "LFFFFFFFFFFL"),
    "mfa_activate_totp": Row("LOOOOOOOOOOL", "LOOOOOOOOOOL"),
    "mfa_deactivate_totp": Row("LNNNNNNNNNNL", "LNNNNNNNNNNL"),
    "mfa_view_recovery_codes": Row("LNNNNNNNNNNL", "LMMMMMMMMMML"),
    "mfa_generate_recovery_codes": Row("LOOOOOOOOOOL", "LOOOOOOOOOOL"),
    "mfa_download_recovery_codes": Row("LNNNNNNNNNNL", "LNNNNNNNNNNL"),
    "mfa_list_webauthn": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "mfa_add_webauthn": Row("LOOOOOOOOOOL", "LOOOOOOOOOOL"),
    "mfa_remove_webauthn": Row("LNNNNNNNNNNL", "LNNNNNNNNNNL", ("key_number",)),
    "mfa_edit_webauthn": Row("LNNNNNNNNNNL", "LNNNNNNNNNNL", ("key_number",)),
    "directory:communes": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "jobs:show": Row("LNNNNNONNNNL", "LMMMMMMMMMML", ("job",)),
    "jobs:cancel": Row("LMMMMMMMMMML", "LNNNNNRNNNNL", ("job",)),
    "people:persons": Row("LOOOOOOOOOOL", "LMMMMMMMMMML"),
    "people:receive": Row("LFFFOFOOOOOL", "LFFFOFOOOOOL"),
    "people:resemblances": Row("LFFFOFOOOOOL", "LMMMMMMMMMML"),
    "people:ask": Row("LMMMMMMMMMML", "LFFFOFOOOOOL"),
    "people:emergency": Row("LFFFFFOOOFOL", "LFFFFFOOOFOL"),
    "people:requests": Row("LFFFFFOOOOOL", "LMMMMMMMMMML"),
    "people:answer": Row("LMMMMMMMMMML", "LFFFFFRNNRNL", ("request",)),
    "people:household": Row("LNNNNNONNONL", "LMMMMMMMMMML", ("household",)),
    "people:household_facts": Row("LFFFFFONNONL", "LFFFFFONNONL", ("household",)),
    "people:add_member": Row("LFFFFFONNONL", "LFFFFFONNONL", ("household",)),
    "people:member": Row("LFFFFFONNONL", "LFFFFFONNONL", ("household", "membership")),
    "people:budget": Row("LFFFFFONNONL", "LFFFFFSNNSNL", ("household",)),
    "people:person": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "people:identity": Row("LFFFNFONNOFL", "LFFFNFONNOFL", ("person",)),
    "people:facts": Row("LFFFFFONNOFL", "LFFFFFONNOFL", ("person",)),
    "people:compose": Row("LMMMMMMMMMML", "LNNNNNRNNRFL", ("person",)),
    "people:add_channel": Row("LFFFNFONNOFL", "LFFFNFONNOFL", ("person",)),
    "people:remove_channel": Row("LMMMMMMMMMML", "LNNNNNRNNRNL", ("other", "channel")),
    "people:protect": Row("LFFFFFONNONL", "LFFFFFONNONL", ("other",)),
    "people:protected": Row("LNNNNNONNNNL", "LMMMMMMMMMML", ("person", "protected")),
    "people:lift": Row("LFFFFFONNNNL", "LFFFFFRNNNNL", ("person", "protected")),
    "people:take": Row("LMMMMMMMMMML", "LNNNFNRRNRNL", ("waiting",)),
    "people:share": Row("LFFFFFONNOFL", "LFFFFFONNOFL", ("person",)),
    "people:leave": Row("LFFFNFONNOFL", "LFFFNFRNNRFL", ("person",)),
    "people:merge": Row("LFFFFFONNOFL", "LFFFFFONNOFL", ("person", "other")),
    "people:tell_apart": Row("LMMMMMMMMMML", "LNNNNNRNNRFL", ("person", "other")),
    "people:part": Row("LMMMMMMMMMML", "LNNNNNRNNRFL", ("person", "merge")),
    "people:ledger": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "people:ledger_print": Row("LNNNNNONNOOL", "LMMMMMMMMMML", ("person",)),
    "people:consent": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person",)),
    "people:consent_paper": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person",)),
    "people:scan": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person", "consent")),
    "people:scan_file": Row("LNNNNNNNNNFL", "LMMMMMMMMMML", ("person", "consent")),
    "people:review": Row("LMMMMMMMMMML", "LNNNNNONNOFL", ("person", "consent")),
    "people:withdraw": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person", "consent")),
    "people:keep_out": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person",)),
    "people:codes": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person",)),
    "people:code_given": Row("LNNNNNRNNRFL", "LMMMMMMMMMML", ("person",)),
    "people:code_letter": Row("LMMMMMMMMMML", "LNNNNNNNNNFL", ("person",)),
    "people:code_close": Row("LMMMMMMMMMML", "LNNNNNRNNRFL", ("person", "access")),
    "people:space": Row("RRRRRRRRRRRO", "MMMMMMMMMMMM"),
    "people:by_mail": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO"),
    "people:mail_code": Row("RRRRRRRRRRRR", "RRRRRRRRRRRR"),
    "people:enter": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO"),
    "people:exit": Row("MMMMMMMMMMMM", "RRRRRRRRRRRR"),
    "people:own_print": Row("RRRRRRRRRRRO", "MMMMMMMMMMMM"),
    "people:own_consent": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO"),
    "people:own_withdraw": Row("RRRRRRRRRRRO", "RRRRRRRRRRRR", ("consent",)),
    "people:own_limit": Row("RRRRRRRRRRRO", "RRRRRRRRRRRO", ("consent",)),
    "people:imports": Row("LFFFFFOOOOOL", "LFFFFFOOOOOL"),
    "people:import_template": Row("LFFFFFOOOOOL", "LMMMMMMMMMML", ("csv",)),
    "people:import": Row("LFFFFFONNNNL", "LMMMMMMMMMML", ("source",)),
    "people:import_columns": Row("LFFFFFONNNNL", "LFFFFFONNNNL", ("source",)),
    "people:import_report": Row("LFFFFFNNNNNL", "LMMMMMMMMMML", ("source", "csv")),
    "people:import_write": Row("LMMMMMMMMMML", "LFFFFFRNNNNL", ("source",)),
    "people:import_resume": Row("LMMMMMMMMMML", "LFFFFFRNNNNL", ("source",)),
    "people:import_undo": Row("LFFFFFONNNNL", "LFFFFFRNNNNL", ("source",)),
    "people:import_give_up": Row("LFFFFFONNNNL", "LFFFFFRNNNNL", ("source",)),
}
