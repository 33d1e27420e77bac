"""The pack's file: gzip of JSON lines, a header then one array per territory in the order of `Row`."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

SHIPPED = Path(__file__).with_name("cog.jsonl.gz")


class Row(NamedTuple):
    """One territory. Parents are codes of the kind their name says; `current_commune` of a former commune
    or of a municipal arrondissement is the commune it lies in today. A former commune may have no name."""

    kind: str
    code: str
    name: str
    former_names: list[str]
    current_commune: str | None
    epci: str | None
    departement: str | None
    region: str | None
    population: int | None
    lat: float | None
    lon: float | None
    postcodes: list[str]


@dataclass(frozen=True)
class Source:
    name: str
    version: str
    licence: str
    content: str


@dataclass(frozen=True)
class Pack:
    vintage: date
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]


def write_pack(pack: Pack, path: Path) -> None:
    """The same pack gives the same bytes: no clock, no file name inside."""
    lines = "\n".join(_lines(pack)) + "\n"
    path.write_bytes(gzip.compress(lines.encode(), compresslevel=9, mtime=0))


def read_pack(path: Path = SHIPPED) -> Pack:
    header, *rows = gzip.decompress(path.read_bytes()).decode().splitlines()
    told = json.loads(header)
    if told["columns"] != list(Row._fields) or told["rows"] != len(rows):
        raise ValueError(f"{path.name} is not a whole territory pack of this version")
    sources = tuple(Source(**source) for source in told["sources"])
    return Pack(date.fromisoformat(told["vintage"]), sources, tuple(_parse(rows)))


def _lines(pack: Pack) -> Iterator[str]:
    header = {
        "vintage": pack.vintage.isoformat(),
        "sources": [asdict(source) for source in pack.sources],
        "columns": list(Row._fields),
        "rows": len(pack.rows),
    }
    for line in (header, *pack.rows):
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _parse(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        yield Row(*json.loads(line))
