"""What is broken on purpose, and how: a module as it is imported, a function or a table of the tests' own database."""

import os
import sys
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
BREAKS = f"{ROOT / 'tests/mutation/everywhere'}:{ROOT}"
"""PYTHONPATH of a process where a module is broken."""
DEFINITION = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s"


@dataclass(frozen=True)
class Fault:
    """One of `path`, `function`, `database`; a path and a database, when either control is enough. `was` becomes `becomes`;
    `tests`: those that must see it, `told` what they ask for in their environment."""

    says: str
    tests: str
    path: str = ""
    function: str = ""
    database: str = ""
    was: str = ""
    becomes: str = ""
    told: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> list[str]:
        """Of the tests."""
        return [one.partition("::")[0] for one in self.tests.split()]

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".")

    def source(self) -> str:
        """Of the module, broken."""
        return self._broken((ROOT / self.path).read_text(encoding="utf-8"))

    def statement(self, connection: Any) -> str:
        """What breaks the database that `connection` is open on."""
        if self.database:
            return self.database
        (definition,) = connection.execute(DEFINITION, [self.function]).fetchone()
        return self._broken(definition)

    def _broken(self, text: str) -> str:
        if self.was not in text:
            raise LookupError(f"{self.says}: « {self.was} » is not in {self.path or self.function} any more.")
        return text.replace(self.was, self.becomes)


def faults() -> dict[str, Fault]:
    """By what each says."""
    listed = yaml.safe_load((ROOT / "tests/mutation/faults.yaml").read_text(encoding="utf-8"))
    return {one["says"]: Fault(**one) for one in listed}


def chosen() -> Fault:
    return faults()[os.environ["MAILLAGE_FAULT"]]


class _Broken(SourceFileLoader):
    """Neither reads nor leaves compiled code on the disk."""

    fault: Fault

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.fault.source(), self.path, "exec")


class BrokenModule(MetaPathFinder):
    def __init__(self, fault: Fault) -> None:
        if fault.module in sys.modules:
            raise LookupError(f"{fault.module} is imported too early to be broken.")
        self.fault = fault

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.fault.module:
            return None
        loader = _Broken(fullname, str(ROOT / self.fault.path))
        loader.fault = self.fault
        return spec_from_file_location(fullname, loader.path, loader=loader)
