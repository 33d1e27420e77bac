"""The file of France compétences, in its two shapes: what it says of the records wanted, read line by line."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import IO
from xml.etree import ElementTree

from maillage.permissions import Forbidden

NOT_READ = "Ce fichier n’est pas un export du répertoire national\u00a0: choisissez «\u00a0export_fiches_CSV_Standard…csv\u00a0», «\u00a0…Ancienne_Nouvelle_Certification…csv\u00a0» ou l’export XML."
BROKEN = "Ce fichier XML est abîmé ou incomplet\u00a0: téléchargez-le de nouveau."
BAD_DATE = "Fiche {}\u00a0: la date de fin «\u00a0{}\u00a0» n’est pas lisible. Rien n’a été changé."
NUMBER, TITLE, ENDS, ACTIVE, NEXT = (
    "numero_fiche", "intitule", "date_fin_enregistrement", "actif", "nouvelle_certification",
)  # fmt: skip
STANDARD, FOLLOWING = {NUMBER, ENDS, ACTIVE}, {NUMBER, NEXT}
CLOSED = ("inactive", "non", "false", "0")
OPEN = ("active", "oui", "true", "1")


@dataclass(frozen=True)
class Said:
    """Of one record. Empty or None: the file says nothing of it."""

    number: str
    title: str = ""
    active: bool | None = None
    ends_on: date | None = None
    replaced_by: tuple[str, ...] = field(default=())


def read(source: IO[bytes], wanted: Iterable[str]) -> dict[str, Said]:
    """What the file says of the numbers `wanted`; raises `Forbidden`, with what to do, when it cannot be read."""
    kept = set(wanted)
    start = source.read(400)
    source.seek(0)
    if b"<!" in start.replace(b"<!--", b""):
        raise Forbidden(BROKEN)
    rows = _xml(source) if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _csv(source)
    told: dict[str, Said] = {}
    for said in rows:
        if said.number in kept:
            told[said.number] = _joined(told.get(said.number), said)
    return told


def _joined(former: Said | None, said: Said) -> Said:
    """A record that is followed by several comes back on several lines."""
    if former is None:
        return said
    followers = dict.fromkeys([*former.replaced_by, *said.replaced_by])
    return replace(said, replaced_by=tuple(followers))


def _csv(source: IO[bytes]) -> Iterator[Said]:
    data = source.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        yield from _lines(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=";"))
    except csv.Error:
        raise Forbidden(NOT_READ) from None


def _lines(rows: Iterator[list[str]]) -> Iterator[Said]:
    header = [name.strip().casefold() for name in next(rows, [])]
    if not (set(header) >= STANDARD or set(header) >= FOLLOWING):
        raise Forbidden(NOT_READ)
    for row in rows:
        yield _said(dict(zip(header, row, strict=False)))


def _xml(source: IO[bytes]) -> Iterator[Said]:
    """One element at a time, forgotten at once."""
    found = False
    try:
        for _, element in ElementTree.iterparse(source):
            if element.tag == "FICHE":
                found = True
                yield _said(_texts(element))
                element.clear()
    except ElementTree.ParseError:
        raise Forbidden(BROKEN) from None
    if not found:
        raise Forbidden(NOT_READ)


def _texts(element: ElementTree.Element) -> dict[str, str]:
    told: dict[str, str] = {}
    for child in element:
        if child.text:
            name = child.tag.casefold()
            told[name] = f"{told[name]},{child.text}" if name in told else child.text
    return told


def _said(row: dict[str, str]) -> Said:
    number = _bare(row.get(NUMBER, ""))
    followers = (_bare(one) for one in row.get(NEXT, "").replace("|", ",").split(","))
    active = row.get(ACTIVE, "").strip().casefold()
    return Said(
        number=number,
        title=" ".join(row.get(TITLE, "").split())[:500],
        active=True if active in OPEN else False if active in CLOSED else None,
        ends_on=_day(number, row.get(ENDS, "").strip()),
        replaced_by=tuple(one for one in followers if one),
    )


def _bare(number: str) -> str:
    return number.strip().upper().removeprefix("RNCP").strip()


def _day(number: str, typed: str) -> date | None:
    if not typed:
        return None
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(typed[:10], shape).date()
        except ValueError:
            continue
    raise Forbidden(BAD_DATE.format(number, typed[:20]))
