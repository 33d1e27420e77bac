"""From the code that ProConnect sends back to whom it stands for; `mozilla_django_oidc` leads, our checks are added.

The library would find accounts by e-mail address and open missing ones: nothing here knows an account or an address.
"""

from dataclasses import dataclass
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from maillage.accounts.proconnect import options, tokens
from maillage.accounts.proconnect.options import Unreachable

WRONG = (
    tokens.Untrusted,
    SuspiciousOperation,
    jwt.PyJWTError,
    requests.RequestException,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Whatever an answer holds, it is believed or not, never a crash."""
SILENT = (requests.ConnectionError, requests.Timeout)


class Refused(Exception):
    """Nobody comes in; the message is a code: what was wrong, without personal data."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who ProConnect says this is: `sub` names them at the identity provider `idp_id`, and nowhere else."""

    idp_id: str
    sub: str
    second_factor: bool
    id_token: str


class ProConnect(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Not one of Django's backends: a view asks it who comes back, `queries.account_of` which account it is."""

    get_settings = staticmethod(options.of_the_library)

    begun_at = 0.0

    def identify(
        self, request: HttpRequest, nonce: str, code_verifier: str | None, begun_at: float
    ) -> Identity:
        """`begun_at`: when we sent this browser to ProConnect. Raises `Refused` or `Unreachable`, nothing else."""
        self.begun_at = begun_at
        try:
            found = self.authenticate(request, nonce=nonce, code_verifier=code_verifier)
        except SILENT as error:
            raise Unreachable("silent") from error
        except WRONG as error:
            raise Refused(_code(error)) from error
        if not isinstance(found, Identity):
            raise Refused("nobody")
        return found

    def verify_token(self, token: Any, **kwargs: Any) -> dict[str, Any]:
        """With its nonce; without one (userinfo), a token that bears any is refused."""
        tokens.check_shape(token)
        claims: dict[str, Any] = super().verify_token(token, **kwargs)
        return claims

    def _verify_jws(self, payload: str, key: jwt.PyJWK) -> dict[str, Any]:
        return tokens.verified(
            payload,
            key,
            algorithm=settings.PROCONNECT_ALGORITHM,
            issuer=settings.PROCONNECT_ISSUER,
            client_id=settings.PROCONNECT_CLIENT_ID,
        )

    def get_userinfo(self, access_token: Any, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Signed, or nothing: the library takes bare JSON too."""
        answer = requests.get(
            self.OIDC_OP_USER_ENDPOINT,
            headers={"Authorization": f"Bearer {tokens.check_access_token(payload, access_token)}"},
            timeout=options.SECONDS,
            allow_redirects=False,
        )
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if answer.status_code != 200 or kind != "application/jwt":
            raise tokens.Untrusted("userinfo unsigned")
        return self.verify_token(answer.content.decode("ascii"))

    def get_or_create_user(self, access_token: Any, id_token: str, payload: dict[str, Any]) -> Identity:
        """No account is looked for here, none is opened: the name is the library's."""
        told = self.get_userinfo(access_token, id_token, payload)
        if told["sub"] != payload["sub"]:
            raise tokens.Untrusted("userinfo of another")
        tokens.check_asked_again(payload, self.begun_at)
        return Identity(
            idp_id=tokens.identifier(told.get("idp_id")),
            sub=tokens.identifier(told["sub"]),
            second_factor=tokens.says_second_factor(payload),
            id_token=id_token,
        )


def _code(error: Exception) -> str:
    """What others wrote in an error may name somebody."""
    return str(error) if isinstance(error, tokens.Untrusted) else type(error).__name__
