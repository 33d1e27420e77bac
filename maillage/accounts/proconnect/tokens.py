"""Whether a signed token (JWT) may be believed: what OpenID Connect Core 3.1.3.7 and RFC 8725 ask, and nothing ambiguous."""

import base64
import hashlib
import json
import time
from typing import Any

import jwt

LONGEST = 16_384
"""Characters of a token: those of ProConnect have two thousand."""
SKEW = 30
OLDEST = 600
LONGEST_LIFE = 24 * 3600
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
OTHER_USES = {"at+jwt", "logout+jwt", "secevent+jwt", "token-introspection+jwt"}
IDENTIFIER = 255


class Untrusted(Exception):
    """A token that says nothing; its message is a code for the logs, without personal data."""


def verified(token: str, key: jwt.PyJWK, *, algorithm: str, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a token that this issuer signed for this client, just now.

    `key` is one that the issuer publishes. Raises `Untrusted`, or `jwt.PyJWTError`.
    """
    check_shape(token)
    claims = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        audience=client_id,
        issuer=issuer,
        leeway=SKEW,
        options={"require": REQUIRED, "enforce_minimum_key_length": True},
    )
    _check_dates(claims)
    _check_party(claims, client_id)
    identifier(claims["sub"])
    return claims


def check_shape(token: object) -> None:
    """Three parts, short enough, each name said once: two readers can't understand it in two ways."""
    if not isinstance(token, str) or len(token) > LONGEST or not token.isascii() or token.count(".") != 2:
        raise Untrusted("shape")
    header, claims, _ = token.split(".")
    if _said_once(header).get("typ", "JWT").lower() in OTHER_USES:
        raise Untrusted("use")
    _said_once(claims)


def _said_once(part: str) -> dict[str, Any]:
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        told = json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Untrusted("unreadable") from error
    if not isinstance(told, dict) or not isinstance(told.get("typ", ""), str):
        raise Untrusted("unreadable")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Untrusted("twice")
    return found


def _no_constant(name: str) -> None:
    """NaN and its like are no JSON."""
    raise ValueError(name)


def _check_dates(claims: dict[str, Any]) -> None:
    """Numbers, near each other, and near now: the library takes « "9999999999" » and the year 5000."""
    dates = [claims[name] for name in ("exp", "iat", "nbf") if name in claims]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in dates):
        raise Untrusted("dates")
    if claims["iat"] < time.time() - OLDEST or not 0 < claims["exp"] - claims["iat"] <= LONGEST_LIFE:
        raise Untrusted("dates")


def _check_party(claims: dict[str, Any], client_id: str) -> None:
    """Meant for us: when for others too, `azp` says that we asked."""
    alone = claims["aud"] in (client_id, [client_id])
    if claims.get("azp", client_id if alone else None) != client_id:
        raise Untrusted("party")


def identifier(value: object) -> str:
    """`sub` and `idp_id`: printable ASCII, as they are written; nothing that looks like another one."""
    if not isinstance(value, str) or not 0 < len(value) <= IDENTIFIER:
        raise Untrusted("identifier")
    if not (value.isascii() and value.isprintable() and value == value.strip()):
        raise Untrusted("identifier")
    return value


def check_access_token(claims: dict[str, Any], access_token: object) -> str:
    """Given with this very token, when the token says with which one (`at_hash`)."""
    if (
        not isinstance(access_token, str)
        or not 0 < len(access_token) <= LONGEST
        or not access_token.isascii()
    ):
        raise Untrusted("access token")
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    if claims.get("at_hash", expected) != expected:
        raise Untrusted("access token")
    return access_token


def check_asked_again(claims: dict[str, Any], begun: float) -> None:
    """We ask that the person proves again who they are; when the token says when they did, it is since."""
    told = claims.get("auth_time", begun)
    if isinstance(told, bool) or not isinstance(told, int | float) or told < begun - SKEW:
        raise Untrusted("session")


def says_second_factor(claims: dict[str, Any]) -> bool:
    """`amr` lists "mfa"; anything that is not a list says nothing."""
    told = claims.get("amr")
    return isinstance(told, list) and "mfa" in told
