"""The pack of diplomas, written to the database; loaded again without harm. What a file of the register said later stays."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parent / "pack" / "diplomas.yaml"
OF_DIPLOMA = ("short", "name", "trade", "level", "work", "access")
Told = dict[str, Any]


def read_pack() -> Told:
    told: Told = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return told


class Loader:
    """Writes through one alias; rows found by code are corrected, none is deleted but the place of a block."""

    def __init__(self, pack: Told, model: Callable[[str], Any], using: str) -> None:
        """`model`: by name, those of today or those of a migration."""
        self.pack, self.model, self.using = pack, model, using
        self.diplomas: Told = {}
        self.versions: Told = {}
        self.blocks: Told = {}

    def load(self) -> int:
        for row in self.pack["blocks"]:
            self.blocks[row["code"]] = self._write(
                "Block", row["code"], {"name": row["name"], **self._told(row)}
            )
        for row in self.pack["diplomas"]:
            self._diploma(row)
        for row in self.pack["bridges"]:
            self._bridges(row)
        for row in self.pack["delays"]:
            self._write("Delay", row["code"], {**row, **self._told(row)})
        return len(self.diplomas)

    def _rows(self, name: str) -> Any:
        return self.model(name)._default_manager.using(self.using)

    def _write(self, name: str, code: str, values: Told) -> Any:
        row, _ = self._rows(name).update_or_create(code=code, defaults=values)
        return row

    def _told(self, row: Told) -> Told:
        """Where it was read."""
        source = self.pack["sources"][row["source"]]
        kept = {"to_confirm": row.get("to_confirm", False), "note": row.get("note", "")}
        return {"source": source["text"], "source_url": source["url"], **kept}

    def _diploma(self, row: Told) -> None:
        code = row["code"]
        made = self._write("Diploma", code, {name: row[name] for name in OF_DIPLOMA})
        self.diplomas[code] = made
        for version in row["versions"]:
            self._version(made, dict(version))
        for record in row.get("records", []):
            self._record(made, dict(record))

    def _version(self, diploma: Any, row: Told) -> None:
        blocks = row.pop("blocks", [])
        values = {**row, **self._told(row), "diploma": diploma}
        made = self.versions[row["code"]] = self._write("DiplomaVersion", row["code"], values)
        rows = self._rows("VersionBlock")
        rows.filter(version=made).delete()
        rows.bulk_create(
            self.model("VersionBlock")(version=made, block=self.blocks[code], position=rank)
            for rank, code in enumerate(blocks, start=1)
            if code
        )

    def _record(self, diploma: Any, row: Told) -> None:
        """Only what was never read in a file of the register."""
        read = row.pop("read", False)
        told = {**self._told({"source": "rncp"}), "to_confirm": not read}
        values = {**row, **told, "diploma": diploma, "version": self.versions.get(row.get("version", ""))}
        rows = self._rows("Record")
        known = rows.filter(number=row["number"]).first()
        if known and known.read_on:
            rows.filter(pk=known.pk).update(diploma=diploma, version=values["version"])
        else:
            rows.update_or_create(number=row["number"], defaults=values)

    def _bridges(self, row: Told) -> None:
        told = {name: row[name] for name in ("effect", "says", "starts_on")} | self._told(row)
        told |= {"ends_on": row.get("ends_on"), "hours": row.get("hours")}
        block = self.blocks.get(row.get("block", ""))
        for origin, target in product(row["from"], row["to"]):
            code = "-".join([origin, "to", target, row["effect"], *([block.code] if block else [])])
            ends = {"from_diploma": self.diplomas[origin], "to_version": self.versions[target]}
            self._write("Bridge", code, {**told, **ends, "to_block": block})


def load_diplomas(model: Callable[[str], Any], using: str = "default") -> int:
    """How many diplomas the pack holds."""
    return Loader(read_pack(), model, using).load()
