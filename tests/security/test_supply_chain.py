"""What Maillage is built from: locked, verified by its digest, under a licence that agrees with ours, and listed."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from maillage.config.materials import licence
from tests.depth import count

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;\\]+)(?P<rest>(?:.*\\\n)+.*)$", re.MULTILINE)
OF_PYTHON = {"pip", "setuptools", "wheel"}
AGREES = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|MPL|Mozilla Public|AGPL|LGPL|Affero|Unlicense|etalab|Python Software)\b"
)
REGISTRY = re.compile(rb"pypi\.org/simple|files\.pythonhosted\.org|--index-url|--extra-index-url")
INSTALLED = {one.name: one for one in distributions() if one.name not in OF_PYTHON}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LOCKED = {(_plain(one["name"]), one["version"]) for one in ENTRY.finditer(LOCK)}
"""Some packages have one version for each Python."""


def test_every_package_of_the_lock_has_a_version_and_a_digest():
    entries = list(ENTRY.finditer(LOCK))
    asked = [line for line in LOCK.splitlines() if re.match(r"^[A-Za-z]", line)]
    assert len(entries) == len(asked) > 80
    assert not [one["name"] for one in entries if "--hash=sha256:" not in one["rest"]]


def test_what_is_installed_is_what_is_locked():
    assert not [one for one in INSTALLED.values() if (_plain(one.name), one.version) not in LOCKED]
    count("paquets", len(INSTALLED))


def test_every_licence_agrees_with_ours():
    assert not {name: licence(one) for name, one in INSTALLED.items() if not AGREES.search(licence(one))}
    assert not [one for one in ("limited", "permitted", "GPL-2.0-only", "") if AGREES.search(one)]


def test_no_file_names_a_registry():
    assert not [path for path in _written_here() if REGISTRY.search(path.read_bytes())]


def _written_here() -> list[Path]:
    folders = [ROOT / name for name in ("maillage", "tests", "benchmarks", "docs", ".ci")]
    listed = [*ROOT.iterdir(), *(path for folder in folders for path in folder.rglob("*"))]
    return [one for one in listed if one.is_file() and one.suffix != ".pyc" and one != Path(__file__)]


def test_the_inventory_lists_all_of_it():
    command = [sys.executable, "-P", "-m", "maillage", "materials"]
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    versions = {one["name"]: one["version"] for one in told["components"]}
    assert {name: one.version for name, one in INSTALLED.items()}.items() <= versions.items()
    assert all(one["licenses"] for one in told["components"])
    named = {one["purl"].removeprefix("pkg:pypi/").partition("@")[0] for one in told["components"]}
    assert {_plain(name) for name in INSTALLED} <= named == {_plain(name) for name in named}
