"""One mutated request: what is drawn, how it is sent."""

from dataclasses import dataclass
from random import Random
from urllib.parse import quote_from_bytes

from tests.fuzz import nasty
from tests.fuzz.pages import Control

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "frontière".encode("ascii", "ignore").decode()
METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "GET", "get", "PROPFIND")
TYPES = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "", "text/xml; charset=utf-7",
         "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=no-such")  # fmt: skip
EXTRA = ("id", "pk", "person", "person_id", "structure_id", "worker", "worker_id", "created_by", "is_active", "role", "version",
         "merged_into", "looked", "known", "copy", "answer", "csrfmiddlewaretoken", "_method", "request_key", "b-x-wage-2026-08")  # fmt: skip


@dataclass
class Sent:
    """A request as it goes."""

    method: str
    url: str
    body: bytes
    content_type: str
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.url} [{self.content_type}] {self.headers or ''} {self.body[:600]!r}"


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser sends a form; a lone surrogate becomes bytes that are not UTF-8."""
    return "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in pairs).encode()


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def mutated(draw: Random, url: str, controls: list[Control], ids: list[str]) -> Sent:
    pairs = _changed(draw, controls, ids)
    headers = (
        {
            "HX-Request": "true",
            "HX-Target": nasty.value(draw, ["personnes", "connues"])[:40]
            .encode("ascii", "ignore")
            .decode()
            .strip()
            .replace("\n", ""),
        }
        if draw.random() < 0.1
        else {}
    )
    headers = {name: "".join(c for c in text if c.isprintable()) for name, text in headers.items()}
    luck = draw.random()
    if luck < 0.03:
        return Sent(draw.choice(METHODS), url, encoded(pairs), FORM, headers)
    if luck < 0.06:
        return Sent("POST", url, encoded(pairs), draw.choice(TYPES), headers)
    if luck < 0.12:
        return Sent(
            "POST", url, _with_files(draw, pairs), f"multipart/form-data; boundary={BOUNDARY}", headers
        )
    return Sent("POST", url, encoded(pairs), FORM, headers)


def _changed(draw: Random, controls: list[Control], ids: list[str]) -> list[tuple[str, str]]:
    """One field or several get another value, or go, or come twice; others may come."""
    several = draw.choice((1, 1, 1, 2, 3, max(1, len(controls))))
    touched = set(draw.sample(range(len(controls)), min(several, len(controls))))
    pairs = []
    for place, control in enumerate(controls):
        pairs += (
            _field(draw, control, ids) if place in touched else [(control.name, _plausible(draw, control))]
        )
    if draw.random() < 0.2:
        pairs.append((draw.choice(EXTRA), nasty.value(draw, ids)))
    if draw.random() < 0.02:
        pairs.append((nasty.value(draw, ids)[:200], nasty.value(draw, ids)))
    return pairs


def _plausible(draw: Random, control: Control) -> str:
    """What the page holds, or one of its choices, so that the rest of the form is often right."""
    if control.offered and draw.random() < 0.5:
        return draw.choice(control.offered)
    return control.value or draw.choice(("", "Samira", "12", "30/04/1992", "37261"))


def _field(draw: Random, control: Control, ids: list[str]) -> list[tuple[str, str]]:
    luck = draw.random()
    if luck < 0.1:
        return []
    if luck < 0.2:
        return [(control.name, control.value), (control.name, nasty.value(draw, ids))]
    return [(control.name, nasty.value(draw, ids))]


def _with_files(draw: Random, pairs: list[tuple[str, str]]) -> bytes:
    """Multipart; some of the texts come as files."""
    parts = []
    for name, text in pairs:
        label = (
            name.encode("utf-8", "surrogatepass").replace(b'"', b"").replace(b"\r", b"").replace(b"\n", b"")
        )
        file = b'; filename="x.txt"\r\nContent-Type: text/plain' if draw.random() < 0.5 else b""
        parts.append(
            b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="' + label + b'"' + file
            + b"\r\n\r\n" + text.encode("utf-8", "surrogatepass") + b"\r\n"
        )  # fmt: skip
    cut = b"" if draw.random() < 0.1 else b"--" + BOUNDARY.encode() + b"--\r\n"
    return b"".join(parts) + cut


def query(draw: Random, url: str, names: list[str], ids: list[str]) -> Sent:
    """The page with a query string that nobody wrote by hand."""
    chosen = [draw.choice(names) for _ in range(draw.randrange(1, 4))]
    pairs = [(name, nasty.value(draw, ids)[:3000]) for name in chosen]
    if draw.random() < 0.1:
        pairs.append((nasty.value(draw, ids)[:100], nasty.value(draw, ids)[:100]))
    text = encoded(pairs).decode()
    if draw.random() < 0.05:
        text = draw.choice(("&&&", "=", "%", "%zz=%", "a=%ff%fe", "?" * 50, "mois[]=1", "q=" + "%00" * 20))
    headers = (
        {"HX-Request": "true", "HX-Target": draw.choice(("personnes", "connues", "x"))}
        if draw.random() < 0.2
        else {}
    )
    base = url.split("?")[0]
    return Sent(draw.choice(("GET", "GET", "GET", "HEAD")), f"{base}?{text}", b"", "", headers)
