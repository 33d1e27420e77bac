"""Tokens that must not be believed: how they are signed, written and dated, and what they claim."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from maillage.accounts.tests.provider import CLIENT_ID, EC_KEY, RSA_KEY, SECRET, SUB, jwk_of

Claims = dict[str, Any]
STRANGER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HEADER = {"alg": "RS256", "kid": "rsa-1", "typ": "JWT"}
PEM = RSA_KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
DER = RSA_KEY.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)
GONE = object()


def b64(told: bytes | str) -> str:
    raw = told.encode() if isinstance(told, str) else told
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_rsa(text: bytes, key: Any = RSA_KEY, kind: Any = hashes.SHA256) -> bytes:
    return key.sign(text, padding.PKCS1v15(), kind())


def by_pss(text: bytes) -> bytes:
    return RSA_KEY.sign(text, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


def by_ec(text: bytes) -> bytes:
    one, two = decode_dss_signature(EC_KEY.sign(text, ec.ECDSA(hashes.SHA256())))
    return one.to_bytes(32, "big") + two.to_bytes(32, "big")


def by_hmac(key: bytes, kind: str, text: bytes) -> bytes:
    return hmac.new(key, text, kind).digest()


def token(header: Any, claims: Any, sign: Callable[[bytes], bytes] = by_rsa) -> str:
    """Any header and claims, objects or bare text, rightly encoded."""
    told = ".".join(b64(one if isinstance(one, str | bytes) else json.dumps(one)) for one in (header, claims))
    return f"{told}.{b64(sign(told.encode()))}"


def with_header(sign: Callable[[bytes], bytes] = by_rsa, **changes: Any) -> Callable[[Claims], str]:
    header = {name: value for name, value in {**HEADER, **changes}.items() if value is not GONE}
    return lambda claims: token(header, claims, sign)


def spoilt(change: Callable[[str], str]) -> Callable[[Claims], str]:
    return lambda claims: change(token(HEADER, claims))


def _nothing(text: bytes) -> bytes:
    return b""


def signatures() -> Iterator[tuple[str, Callable[[Claims], str]]]:
    for alg in ("none", "None", "NONE", "nOnE", "", " ", None, 0, [], GONE):
        shown = "gone" if alg is GONE else repr(alg)
        yield f"alg {shown}, unsigned", with_header(_nothing, alg=alg)
        yield f"alg {shown}, signed all the same", with_header(alg=alg)
    keys = {
        "public PEM": PEM, "public DER": DER, "client secret": SECRET.encode(), "nothing": b"",
        "public JWK": json.dumps(jwk_of("rsa-1")).encode(), "modulus": jwk_of("rsa-1")["n"].encode(),
    }  # fmt: skip
    for alg, kind in (("HS256", "sha256"), ("HS384", "sha384"), ("HS512", "sha512")):
        for name, key in keys.items():
            yield f"{alg} with the {name}", with_header(partial(by_hmac, key, kind), alg=alg)
    yield "RS256 said, HS256 with the public PEM", with_header(partial(by_hmac, PEM, "sha256"))
    yield "RS384", with_header(partial(by_rsa, kind=hashes.SHA384), alg="RS384")
    yield "RS512", with_header(partial(by_rsa, kind=hashes.SHA512), alg="RS512")
    yield "PS256", with_header(by_pss, alg="PS256")
    yield "ES256 by the provider's other key", with_header(by_ec, alg="ES256", kid="ec-1")
    yield "ES256 under the name of the RSA key", with_header(by_ec, alg="ES256")
    yield "RS256 under the name of the EC key", with_header(kid="ec-1")
    yield "by a stranger's key", with_header(partial(by_rsa, key=STRANGER_KEY))
    stranger = {
        "kty": "RSA",
        "n": b64(STRANGER_KEY.public_key().public_numbers().n.to_bytes(256, "big")),
        "e": "AQAB",
    }
    by_stranger = partial(by_rsa, key=STRANGER_KEY)
    yield "a key in the header", with_header(by_stranger, jwk=stranger, kid=GONE)
    yield "a key in the header under a known name", with_header(by_stranger, jwk=stranger)
    yield "an address of keys in the header", with_header(by_stranger, jku="http://127.0.0.1:9/jwks")
    yield "a certificate in the header", with_header(by_stranger, x5c=[base64.b64encode(DER).decode()])
    kids = ("rsa-2", "RSA-1", "rsa-1 ", "", "../../../dev/null", "' OR '1'='1", "rsa-1\u0000", "r\u0455a-1")
    for kid in (*kids, None, 1, ["rsa-1"], {"a": 1}, GONE):
        yield f"kid {'gone' if kid is GONE else repr(kid)}", with_header(kid=kid)
    yield "an unknown critical header", with_header(crit=["exp2"], exp2=1)
    yield "a payload that is said detached", with_header(b64=False, crit=["b64"])
    for use in ("at+jwt", "logout+jwt", "secevent+jwt", "token-introspection+jwt", "AT+JWT", 1, ["JWT"]):
        yield f"typ {use!r}", with_header(typ=use)
    yield "alg said twice", lambda claims: token('{"alg":"none","alg":"RS256","kid":"rsa-1"}', claims)
    yield "kid said twice", lambda claims: token('{"alg":"RS256","kid":"x","kid":"rsa-1"}', claims)
    yield "of another token", _signed_for_another
    for name, change in SPOILT.items():
        yield name, spoilt(change)
    for name, header in {
        "a list": [],
        "a word": '"RS256"',
        "nothing": "",
        "no JSON": "{",
        "nested": "[" * 5000,
    }.items():
        yield f"a header that is {name}", partial(token, header)
    for name, claims in {
        "a list": [],
        "null": "null",
        "a number": "1",
        "no JSON": "{",
        "nested": "[" * 5000,
    }.items():
        yield f"claims that are {name}", lambda _, claims=claims: token(HEADER, claims)
    yield "claims in another encoding", lambda claims: token(HEADER, json.dumps(claims).encode("utf-16"))
    yield "a huge claim", lambda claims: token(HEADER, {**claims, "x": "a" * 2_000_000})
    yield (
        "a huge number",
        lambda claims: token(HEADER, json.dumps(claims)[:-1] + ', "x": ' + "9" * 9000 + "}"),
    )


def _signed_for_another(claims: Claims) -> str:
    stranger = token(HEADER, {**claims, "sub": "stranger"})
    return ".".join([*token(HEADER, claims).split(".")[:2], stranger.split(".")[2]])


def _other_letter(text: str, place: int) -> str:
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


SPOILT: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: "",
    "a dot": lambda text: ".",
    "two dots": lambda text: "..",
    "without its signature": lambda text: text.rpartition(".")[0],
    "with an empty signature": lambda text: text.rpartition(".")[0] + ".",
    "half a signature": lambda text: text[:-170],
    "one letter of the signature changed": lambda text: _other_letter(text, len(text) - 20),
    "one letter of the claims changed": lambda text: _other_letter(text, text.index(".") + 12),
    "one letter of the header changed": lambda text: _other_letter(text, 5),
    "cut in its claims": lambda text: text[: text.index(".") + 40],
    "four parts": lambda text: text + ".AAAA",
    "a part twice": lambda text: text.replace(".", "..", 1),
    "spaces around": lambda text: f" {text} ",
    "a line break inside": lambda text: text[:30] + "\n" + text[30:],
    "a letter of another alphabet": lambda text: "е" + text[1:],
    "the standard alphabet": lambda text: text[:30] + "+/" + text[32:],
    "reversed": lambda text: text[::-1],
    "twice": lambda text: text + text,
    "garbage": lambda text: "<script>" * 9,
    "NUL": lambda text: text + "\u0000",
}


def _instead(letter: str, other: str) -> Callable[[str], str]:
    """The first of these letters, or the first letter of all."""
    return lambda text: text.replace(letter, other, 1) if letter in text else other + text[1:]


LOOK_ALIKE = {
    "a Cyrillic letter": _instead("e", "\u0435"),
    "a full-width digit": _instead("4", "\uff14"),
    "a mathematical letter": _instead("a", "\U0001d41a"),
    "a zero-width space": lambda text: f"{text[:9]}\u200b{text[9:]}",
    "a soft hyphen": lambda text: f"{text[:9]}\u00ad{text[9:]}",
    "a combining accent": lambda text: text + "\u0301",
    "a mark of direction": lambda text: "\u202e" + text,
    "a byte order mark": lambda text: "\ufeff" + text,
    "a no-break space": lambda text: text + "\u00a0",
    "a lone surrogate": lambda text: text + "\ud800",
    "NUL": lambda text: text + "\u0000",
    "a line break": lambda text: text + "\n",
    "a tab": lambda text: "\t" + text,
    "a space after": lambda text: text + " ",
    "a space before": lambda text: " " + text,
    "capitals": str.upper,
    "cut": lambda text: text[:-1],
    "longer": lambda text: text + "0",
    "a wildcard": lambda text: text[:-1] + "%",
    "a joker": lambda text: text[:-1] + "_",
    "an injection": lambda text: text + "' OR '1'='1",
    "256 characters": lambda text: (text * 9)[:256],
    "a megabyte": lambda text: text * 16_000,
    "nothing": lambda text: "",
}
NO_WORD = (None, 0, True, [], [SUB], {}, {"sub": SUB})


def claims_of(own: str) -> Iterator[tuple[str, Callable[[Claims], Any]]]:
    """`own`: "nonce" or "idp_id", what that token alone holds."""
    for name in ("iss", "sub", "aud", "exp", "iat", own):
        yield f"without {name}", lambda claims, name=name: {k: v for k, v in claims.items() if k != name}
        for value in NO_WORD:
            yield f"{name} {value!r}", lambda claims, name=name, value=value: {**claims, name: value}
    for name, change in ISSUERS.items():
        yield f"iss {name}", lambda claims, change=change: {**claims, "iss": change(claims["iss"])}
    for audience in AUDIENCES:
        yield f"aud {audience!r}", lambda claims, audience=audience: {**claims, "aud": audience}
    for party in ("another", "", None, [CLIENT_ID], CLIENT_ID.upper()):
        yield f"azp {party!r}", lambda claims, party=party: {**claims, "azp": party}
    for name, dates in DATES.items():
        yield name, lambda claims, dates=dates: {**claims, **dates(int(time.time()))}
    for name, change in LOOK_ALIKE.items():
        yield f"sub, {name}", lambda claims, change=change: {**claims, "sub": change(claims["sub"])}
        yield f"{own}, {name}", lambda claims, change=change: {**claims, own: change(claims[own])}
    for name in ("iss", "sub", "aud", "exp", "iat", own):
        yield f"{name} said twice, the good one last", partial(_twice, name, False)
        yield f"{name} said twice, the good one first", partial(_twice, name, True)


def _twice(name: str, good_first: bool, claims: Claims) -> str:
    honest = json.dumps(claims)
    bad = json.dumps({name: 0 if name in ("exp", "iat") else "stranger"})
    return f"{honest[:-1]}, {bad[1:]}" if good_first else f"{bad[:-1]}, {honest[1:]}"


ISSUERS: dict[str, Callable[[str], Any]] = {
    "another": lambda text: "https://ailleurs.test",
    "with a slash": lambda text: text + "/",
    "cut": lambda text: text[:-1],
    "longer": lambda text: text + ".ailleurs.test",
    "capitals": str.upper,
    "https": lambda text: text.replace("http:", "https:"),
    "in a list": lambda text: [text],
    "look-alike": lambda text: text.replace("a", "\u0430"),
    "with a space": lambda text: text + " ",
}
AUDIENCES = (
    "another", CLIENT_ID.upper(), CLIENT_ID[:-1], f"{CLIENT_ID} ", ["another"], [CLIENT_ID, "another"],
    [CLIENT_ID, 1], [[CLIENT_ID]], {CLIENT_ID: True}, f"{CLIENT_ID},another", CLIENT_ID.replace("a", "\u0430"),
)  # fmt: skip
DATES: dict[str, Callable[[int], Claims]] = {
    "expired a minute ago": lambda now: {"iat": now - 120, "exp": now - 60},
    "expired long ago": lambda now: {"iat": 1, "exp": 2},
    "expired, of today": lambda now: {"exp": now - 60},
    "issued in an hour": lambda now: {"iat": now + 3600, "exp": now + 7200},
    "issued an hour ago": lambda now: {"iat": now - 3600},
    "not valid yet": lambda now: {"nbf": now + 3600},
    "valid from a word": lambda now: {"nbf": "demain"},
    "valid from a number in a word": lambda now: {"nbf": str(now - 60)},
    "valid for years": lambda now: {"exp": now + 10**9},
    "expires before it is issued": lambda now: {"iat": now + 20, "exp": now + 10},
    "exp in a word": lambda now: {"exp": str(now + 60)},
    "iat in a word": lambda now: {"iat": str(now)},
    "exp without end": lambda now: {"exp": float("inf")},
    "exp that is no number": lambda now: {"exp": float("nan")},
    "exp huge": lambda now: {"exp": 10**300},
    "exp of a thousand digits": lambda now: {"exp": 10**1000},
    "exp negative": lambda now: {"exp": -now},
    "exp in milliseconds": lambda now: {"exp": (now + 60) * 1000},
}
