"""Answers of ProConnect that must open nothing, made by construction.

Each is an honest sign-in of Claire but for one thing: let that one thing pass, and Claire's account opens.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from maillage.accounts.tests.forged_tokens import (
    HEADER,
    LOOK_ALIKE,
    Claims,
    b64,
    claims_of,
    signatures,
    token,
)
from maillage.accounts.tests.journeys import through
from maillage.accounts.tests.provider import IDP, SECRET, SUB, Answer, jwk_of


class Case(NamedTuple):
    name: str
    prepare: Callable[[Any], Any]
    drive: Callable[[Any], Any] = through


def _of_tokens() -> Iterator[Case]:
    for place, own in (("id_token", "nonce"), ("userinfo", "idp_id")):
        for name, make in signatures():
            yield Case(f"{place}: {name}", partial(_put, place, make))
        for name, change in claims_of(own):
            yield Case(f"{place}: {name}", partial(_put, place, partial(_changed, change)))
    yield Case("id_token: at_hash of another", partial(_put, "id_token", partial(_changed, _other_hash)))
    yield Case(
        "id_token: the userinfo",
        lambda p: p.answers.update(id_token=lambda told: token(HEADER, told.info_claims())),
    )
    yield Case(
        "userinfo: the id_token",
        lambda p: p.answers.update(userinfo=lambda told: token(HEADER, told.id_claims())),
    )
    with_idp = partial(_both_ways, IDP)
    yield Case("userinfo: an id_token with idp_id", lambda p: p.answers.update(userinfo=with_idp))


def _both_ways(idp_id: str, told: Any) -> str:
    return token(HEADER, {**told.id_claims(), "idp_id": idp_id})


def _other_hash(claims: Claims) -> Claims:
    return {**claims, "at_hash": b64(hashlib.sha256(b"another").digest()[:16])}


def _changed(change: Callable[[Claims], Any], claims: Claims) -> str:
    return token(HEADER, change(claims))


def _put(place: str, make: Callable[[Claims], str], provider: Any) -> None:
    claims = {"id_token": "id_claims", "userinfo": "info_claims"}[place]
    provider.answers[place] = lambda told: make(getattr(told, claims)())


def _of_identities() -> Iterator[Case]:
    """Signed as it should be, of somebody who is not Claire."""
    others = {"sub": "stranger", "idp_id": IDP, "email": "claire@exemple.test"}
    for name, who in {
        "her e-mail, another sub": others,
        "her e-mail in capitals": {**others, "email": "CLAIRE@exemple.test"},
        "her e-mail, verified": {**others, "email_verified": True},
        "her e-mail as sub": {**others, "sub": "claire@exemple.test"},
        "her sub, another provider": {**others, "sub": SUB, "idp_id": "another"},
        "her provider, another sub": {**others, "sub": SUB[::-1]},
        "sub and provider exchanged": {**others, "sub": IDP, "idp_id": SUB},
        "both in one": {**others, "sub": f"{IDP}|{SUB}", "idp_id": "another"},
        "her number": {**others, "sub": "1"},
        "her uid": {**others, "uid": SUB, "preferred_username": "claire@exemple.test"},
    }.items():
        yield Case(f"identity: {name}", lambda provider, who=who: setattr(provider, "who", dict(who)))
    for name, change in LOOK_ALIKE.items():
        for field, value in (("sub", SUB), ("idp_id", IDP)):
            told = {"sub": SUB, "idp_id": IDP, field: change(value)}
            yield Case(
                f"identity: {field}, {name}", lambda provider, told=told: setattr(provider, "who", told)
            )


def _of_userinfo() -> Iterator[Case]:
    def case(name: str, answer: Callable[[Claims], Answer]) -> Case:
        return Case(
            f"userinfo: {name}", lambda p: p.answers.update(userinfo=lambda told: answer(told.info_claims()))
        )

    for kind in ("application/json", "application/jwt", "text/html", "", "application/jwt+json"):
        yield case(f"bare JSON as {kind!r}", lambda claims, kind=kind: Answer(json.dumps(claims), kind))
    for kind in ("application/json", "text/plain", "application/jwtx", ""):
        yield case(f"a token as {kind!r}", lambda claims, kind=kind: Answer(token(HEADER, claims), kind))
    for status in (201, 400, 401, 403, 500, 302):
        yield case(
            f"a token with status {status}",
            lambda claims, status=status: Answer(
                token(HEADER, claims), "application/jwt", status, "/api/v2/userinfo"
            ),
        )
    yield case(
        "bytes", lambda claims: Answer(b"\xff\xfe" + token(HEADER, claims).encode(), "application/jwt")
    )
    yield case("a token in JSON", lambda claims: Answer(json.dumps(token(HEADER, claims)), "application/jwt"))
    yield case("megabytes", lambda claims: Answer("A" * 3_000_000, "application/jwt"))


def _of_token_answers() -> Iterator[Case]:
    def case(name: str, change: Callable[[Claims], Any]) -> Case:
        def answer(provider: Any, asked: dict[str, str]) -> Answer:
            found = change(json.loads(provider.token(asked).body))
            return found if isinstance(found, Answer) else Answer(json.dumps(found))

        return Case(f"token: {name}", lambda p: p.answers.update(token=partial(answer, p)))

    for field in ("id_token", "access_token"):
        yield case(
            f"without {field}", lambda told, field=field: {k: v for k, v in told.items() if k != field}
        )
        for value in (None, 1, True, [], {}, "", "x", "é", "a\nb: c", "a" * 100_000):
            shown = repr(value)[:20]
            yield case(f"{field} {shown}", lambda told, field=field, value=value: {**told, field: value})
        yield case(f"{field} in a list", lambda told, field=field: {**told, field: [told[field]]})
    for body in ("", "null", "[]", "1", '"x"', "<html>", "{", "[" * 5000):
        yield case(f"answers {body[:9]!r}", lambda told, body=body: Answer(body))
    for status in (201, 302, 400, 401, 403, 500, 503):
        yield case(
            f"right with status {status}",
            lambda told, status=status: Answer(json.dumps(told), status=status, location="/x"),
        )


def _of_keys() -> Iterator[Case]:
    right = jwk_of("rsa-1")
    for name, told in {
        "none": {"keys": []}, "no list": {"keys": None}, "a word": {"keys": "x"}, "nothing": {}, "a list": [right],
        "words in it": {"keys": ["x"]}, "null in it": {"keys": [None]}, "without names": {"keys": [{**right, "kid": None}]},
        "no kid": {"keys": [{k: v for k, v in right.items() if k != "kid"}]},
        "a secret under that name": {"keys": [{"kty": "oct", "k": b64(SECRET), "kid": "rsa-1"}]},
        "for HS256": {"keys": [{**right, "alg": "HS256"}]}, "for none": {"keys": [{**right, "alg": "none"}]},
        "for RS512": {"keys": [{**right, "alg": "RS512"}]}, "without modulus": {"keys": [{**right, "n": ""}]},
        "an unknown kind": {"keys": [{**right, "kty": "XX"}]}, "the EC key under that name": {"keys": [{**jwk_of("ec-1"), "kid": "rsa-1"}]},
    }.items():  # fmt: skip
        yield Case(
            f"jwks: {name}",
            lambda p, told=told: p.answers.update(jwks=lambda asked: Answer(json.dumps(told))),
        )
    for status, body in ((500, "{}"), (404, "{}"), (200, "<html>"), (200, ""), (200, "[" * 5000)):
        yield Case(
            f"jwks: {status} {body[:6]}",
            lambda p, s=status, b=body: p.answers.update(jwks=lambda asked: Answer(b, status=s)),
        )


def cases() -> list[Case]:
    made = (_of_tokens, _of_identities, _of_userinfo, _of_token_answers, _of_keys)
    return [case for make in made for case in make()]
