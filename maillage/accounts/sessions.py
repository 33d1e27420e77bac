"""What a session remembers about its owner: where they work just now, and whether a second factor was used."""

from allauth.account.authentication import get_authentication_records

STRUCTURE_KEY = "structure"
STARTED_KEY = "started"


def used_second_factor(request) -> bool:
    """A code of an application, a recovery code or a passkey has been accepted in this very session, for this user."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
