"""How ProConnect is reached: what the environment says, and what its discovery document adds."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

ALGORITHMS = ("RS256", "ES256")
SECONDS = 5
"""How long one answer of ProConnect is waited for: whoever signs in waits as long."""
KEPT_SECONDS = 3600
NAMES = {
    "authorization": "authorization_endpoint",
    "token": "token_endpoint",
    "userinfo": "userinfo_endpoint",
    "jwks": "jwks_uri",
    "end_session": "end_session_endpoint",
}


REACHED = (
    "OIDC_OP_AUTHORIZATION_ENDPOINT",
    "OIDC_OP_TOKEN_ENDPOINT",
    "OIDC_OP_USER_ENDPOINT",
    "OIDC_OP_JWKS_ENDPOINT",
    "OIDC_OP_LOGOUT_ENDPOINT",
    "OIDC_RP_CLIENT_SECRET",
)
"""The names of the library, in the order of `Endpoints`; the secret is last."""


class Unreachable(Exception):
    """ProConnect doesn't answer, or not what the settings say of it."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    authorization: str
    token: str
    userinfo: str
    jwks: str
    end_session: str


_known: dict[str, tuple[float, dict[str, str]]] = {}


def missing() -> list[str]:
    """The variables that are still to be told."""
    told = ("ISSUER", "CLIENT_ID", "SECRET_FILE")
    return [f"MAILLAGE_PROCONNECT_{one}" for one in told if not getattr(settings, f"PROCONNECT_{one}")]


def is_on() -> bool:
    """Everything is told, and nothing of it would make a token easy to forge."""
    return (
        not missing() and settings.PROCONNECT_ALGORITHM in ALGORITHMS and is_sure(settings.PROCONNECT_ISSUER)
    )


def is_sure(address: object) -> bool:
    """Encrypted on the way; in clear, only for a trial that is in clear itself."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return False
    return bool(parts.hostname) and parts.scheme in (("https",) if settings.HTTPS else ("https", "http"))


def secret() -> str:
    """Read each time: a secret that changes needs no restart."""
    try:
        return Path(settings.PROCONNECT_SECRET_FILE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise Unreachable("secret") from error


def endpoints() -> Endpoints:
    """Those of the environment; discovery tells the others."""
    told = {name: url for name, url in settings.PROCONNECT_ENDPOINTS.items() if url}
    found = told if len(told) == len(NAMES) else _discovered(settings.PROCONNECT_ISSUER) | told
    if not all(is_sure(url) for url in found.values()):
        raise Unreachable("endpoints")
    return Endpoints(**found)


def _discovered(issuer: str) -> dict[str, str]:
    at, found = _known.get(issuer, (0.0, {}))
    if not found or time.monotonic() - at > KEPT_SECONDS:
        found = discover(issuer)
        _known[issuer] = (time.monotonic(), found)
    return found


def discover(issuer: str) -> dict[str, str]:
    """What ProConnect publishes about itself; the issuer it names must be the one we know."""
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        answer = requests.get(url, timeout=SECONDS, allow_redirects=False)
        told = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise Unreachable("discovery") from error
    if not isinstance(told, dict) or told.get("issuer") != issuer:
        raise Unreachable("discovery")
    return {ours: str(told.get(theirs, "")) for ours, theirs in NAMES.items()}


def of_the_library(name: str, *default: Any) -> Any:
    """What `mozilla_django_oidc` asks of Django's settings, answered from ours; it learns no address of anybody."""
    fixed = _fixed()
    if name in fixed:
        return fixed[name]
    return _reached()[name] if name in REACHED else getattr(settings, name, *default)


def _fixed() -> dict[str, Any]:
    return {
        "OIDC_RP_SIGN_ALGO": settings.PROCONNECT_ALGORITHM,
        "OIDC_RP_SCOPES": "openid idp_id",
        "OIDC_STATE_SIZE": 43,
        "OIDC_NONCE_SIZE": 43,
        "OIDC_USE_NONCE": True,
        "OIDC_USE_PKCE": settings.PROCONNECT_PKCE,
        "OIDC_VERIFY_SSL": True,
        "OIDC_TIMEOUT": SECONDS,
        "OIDC_CREATE_USER": False,
        "OIDC_ALLOW_UNSECURED_JWT": False,
        "OIDC_STORE_ID_TOKEN": False,
        "OIDC_STORE_ACCESS_TOKEN": False,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "accounts:proconnect-return",
        "OIDC_RP_CLIENT_ID": settings.PROCONNECT_CLIENT_ID,
        "OIDC_RP_IDP_SIGN_KEY": None,
        "OIDC_AUTH_REQUEST_EXTRA_PARAMS": {
            "prompt": "login",
            "claims": '{"id_token":{"amr":{"essential":true}}}',
        },
    }


def _reached() -> dict[str, str]:
    """Asked for one by one by the library, as `REACHED` names them."""
    return dict(zip(REACHED, (*asdict(endpoints()).values(), secret()), strict=True))
