"""A provider like ProConnect, over real HTTP on this machine: discovery, authorize, token, signed userinfo, keys, end of session.

Strict where ProConnect is: no parameter it doesn't know, long state and nonce, each code once. What it answers may be
replaced, piece by piece: `provider.answers["userinfo"] = lambda told: …`.
"""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT_ID, SECRET = "maillage-de-test", "s" * 64
IDP, SUB = (
    "71144ab3-ee1a-4401-b7b3-79b44f7daeeb",
    "704e024229015d2bd47f7a5e5ab05b35c8336ab403c38022985f8cfadc86fe91",
)
ASKED = {
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "prompt", "claims",
    "code_challenge", "code_challenge_method",
}  # fmt: skip
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
KEYS = {"rsa-1": (RSA_KEY, "RS256"), "ec-1": (EC_KEY, "ES256")}


def jwk_of(kid: str) -> dict[str, Any]:
    key, algorithm = KEYS[kid]
    maker = RSAAlgorithm if algorithm == "RS256" else ECAlgorithm
    return {**maker.to_jwk(key.public_key(), as_dict=True), "kid": kid, "alg": algorithm, "use": "sig"}


class Answer(NamedTuple):
    body: str | bytes
    kind: str = "application/json"
    status: int = 200
    location: str = ""


def json_of(told: Any) -> Answer:
    return Answer(json.dumps(told))


def signed(claims: dict[str, Any], kid: str = "rsa-1", **headers: Any) -> str:
    key, algorithm = KEYS[kid]
    return jwt.encode(claims, key, algorithm, {"kid": kid, **headers})


@dataclass
class Told:
    """One sign-in under way: what was asked, and who answers."""

    issuer: str
    asked: dict[str, str]
    access_token: str
    who: dict[str, Any]
    now: int = field(default_factory=lambda: int(time.time()))

    def common(self) -> dict[str, Any]:
        return {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.who["sub"],
            "iat": self.now,
            "exp": self.now + 60,
        }

    def id_claims(self) -> dict[str, Any]:
        half = hashlib.sha256(self.access_token.encode()).digest()[:16]
        at_hash = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
        amr = {"amr": self.who["amr"]} if "amr" in self.who else {}
        return {**self.common(), "nonce": self.asked["nonce"], "at_hash": at_hash, "acr": "eidas1", **amr}

    def info_claims(self) -> dict[str, Any]:
        others = {name: value for name, value in self.who.items() if name not in ("sub", "amr")}
        return {**self.common(), **others}


class Provider:
    """`who` comes in next; `seen`: what was asked of each address."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.provider = self
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}/api/v2"
        self.codes: dict[str, Told] = {}
        self.tokens: dict[str, Told] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.kid = "rsa-1"
        self.be_honest()
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def be_honest(self) -> None:
        self.who = {"sub": SUB, "idp_id": IDP, "email": "claire@exemple.test"}
        self.answers: dict[str, Any] = {}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self, secret_file: str) -> dict[str, Any]:
        return {
            "PROCONNECT_ISSUER": self.issuer,
            "PROCONNECT_CLIENT_ID": CLIENT_ID,
            "PROCONNECT_SECRET_FILE": secret_file,
            "PROCONNECT_ALGORITHM": KEYS[self.kid][1],
        }

    def answer(self, path: str, asked: dict[str, str], bearer: str) -> Answer:
        name = path.removeprefix("/api/v2/")
        self.seen.append((name, asked))
        if name in self.answers and name not in ("id_token", "userinfo"):
            return self.answers[name](asked)
        honest = {
            ".well-known/openid-configuration": lambda: json_of(self.discovery()),
            "authorize": lambda: self.authorize(asked),
            "token": lambda: self.token(asked),
            "userinfo": lambda: self.userinfo(bearer),
            "jwks": lambda: json_of({"keys": [jwk_of(kid) for kid in KEYS]}),
            "session/end": lambda: self.end(asked),
        }
        return honest[name]() if name in honest else Answer("{}", status=404)

    def discovery(self) -> dict[str, str]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
        }

    def authorize(self, asked: dict[str, str]) -> Answer:
        fair = (
            asked.keys() <= ASKED
            and (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
            and asked["code_challenge_method"] == "S256"
            and min(len(asked["state"]), len(asked["nonce"])) >= 32
            and asked["scope"].split() == ["openid", "idp_id"]
        )
        if not fair:
            return Answer('{"error": "Y000400"}', status=400)
        code = token_urlsafe(32)
        self.codes[code] = Told(self.issuer, asked, token_urlsafe(32), dict(self.who))
        back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return Answer("", status=302, location=f"{asked['redirect_uri']}?{back}")

    def token(self, asked: dict[str, str]) -> Answer:
        told = self.codes.pop(asked.get("code", ""), None)
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        fair = (
            told
            and (asked["client_id"], asked["client_secret"]) == (CLIENT_ID, SECRET)
            and asked["redirect_uri"] == told.asked["redirect_uri"]
            and base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == told.asked["code_challenge"]
        )
        if not fair:
            return Answer('{"error": "invalid_grant"}', status=400)
        self.tokens[told.access_token] = told
        honest = {"access_token": told.access_token, "token_type": "Bearer", "expires_in": 60}
        return json_of(honest | {"id_token": self._id_token(told)})

    def _id_token(self, told: Told) -> Any:
        forged = self.answers.get("id_token")
        return forged(told) if forged else signed(told.id_claims(), self.kid)

    def userinfo(self, bearer: str) -> Answer:
        told = self.tokens.get(bearer)
        if told is None:
            return Answer("{}", status=401)
        forged = self.answers.get("userinfo")
        found = forged(told) if forged else signed(told.info_claims(), self.kid)
        return found if isinstance(found, Answer) else Answer(found, "application/jwt")

    def end(self, asked: dict[str, str]) -> Answer:
        back = urlencode({"state": asked["state"]})
        return Answer("", status=303, location=f"{asked['post_logout_redirect_uri']}?{back}")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._send(self.server.provider.answer(parts.path, _flat(parts.query), self._bearer()))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._send(self.server.provider.answer(self.path, _flat(body), self._bearer()))

    def _bearer(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Tests say what they saw."""


def _flat(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
