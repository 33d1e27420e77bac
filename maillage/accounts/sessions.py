"""What a session remembers about its owner: where they work just now, and whether a second factor was used."""

from collections.abc import Callable
from math import inf
from time import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.httpkit import get_client_ip

from maillage.accounts.models import User
from maillage.permissions import Actor

PERSON_ACTORS: list[Callable[[Any], Actor | None]] = []
"""Who a session belongs to when no account is signed in: functions (session → actor, or None) that higher contexts add
in their `AppConfig.ready()`. They are asked before the transaction, while PostgreSQL knows nobody."""

STRUCTURE_KEY = "structure"
STARTED_KEY = "started"
ID_TOKEN_KEY = "proconnect_id_token"
LEAVING_KEY = "proconnect_leaving"
OF_PROCONNECT = "proconnect_mfa"


def used_second_factor(request: Any) -> bool:
    """A code of an application, a recovery code or a passkey has been accepted in this very session, for this user."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def remember_second_factor(request: Any, kind: str) -> None:
    """Enrolling a second factor proves that one holds it: no need to sign in again."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def proved_elsewhere(request: Any, user: User | None) -> bool:
    """ProConnect said, in this very session, that this user had shown a second factor."""
    records = get_authentication_records(request, user)
    return any((one.get("method"), one.get("type")) == ("mfa", OF_PROCONNECT) for one in records)


def remember_proconnect(request: Any, user: User, id_token: str, second_factor: bool) -> None:
    """How this user comes in, and what leaving ProConnect asks for; the token is theirs alone."""
    request.session[ID_TOKEN_KEY] = {"user": user.pk, "token": id_token}
    record_authentication(request, user, "proconnect")
    if second_factor:
        record_authentication(request, user, "mfa", type=OF_PROCONNECT)


def came_by_proconnect(request: Any, within: float = inf) -> bool:
    """Signed in with it in this very session, with a second factor there or without, at most so many seconds ago."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "proconnect" and time() - one["at"] <= within for one in records)


def sign_in_methods(request: Any, user: User) -> list[str]:
    """How this user proved who they are: "password", then "totp", "webauthn" or "recovery_codes"."""
    return [record.get("type") or record["method"] for record in get_authentication_records(request, user)]


def tried_name(request: Any, credentials: dict[str, Any] | None = None) -> str:
    """The address that failed sign-ins are counted on (AXES_USERNAME_CALLABLE), written in one way."""
    given = (credentials or {}).get("email") or (request.POST.get("login", "") if request else "")
    return str(given).strip().lower()[:254]


def client_ip(request: Any) -> str | None:
    """One truth for every throttle: behind a proxy, the address that the proxy saw (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    address: str | None = get_client_ip(request)
    return address
