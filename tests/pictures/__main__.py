"""`./run pictures`: starts a demonstration of its own, takes every picture of the guides, stops it.

`--at ADDRESS --code CODE`: of a demonstration that already runs (Samira Benali's code, that it printed).
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.pictures import journeys
from tests.pictures.camera import FOLDER, Person

CODE = re.compile(r"Samira Benali.*code ([\w-]+)")
ADDRESS = re.compile(r"Maillage est prêt : (\S+)")


def main() -> int:
    options = _parser().parse_args()
    if options.at:
        take(options.at, options.code, options.only)
    else:
        with demonstration() as (address, code):
            take(address, code, options.only)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run pictures", description="Refait les images des guides.")
    parser.add_argument("--at", help="adresse d’une démonstration déjà lancée")
    parser.add_argument(
        "--code", default="", help="code d’accès de Samira Benali, que la démonstration affiche"
    )
    parser.add_argument("--only", default="", help="un seul parcours (reception, social_worker…)")
    return parser


def take(address: str, code: str, only: str = "") -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def arrive(**how: int) -> Person:
            return Person(browser, address, **how)

        for journey in journeys.ACCOUNTS:
            if only in ("", journey.__name__):
                journey(arrive)
        if only in ("", "accompanied_person"):
            journeys.accompanied_person(arrive, code)
        browser.close()


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """Its address, and a code of the accompanied person; in a folder that disappears."""
    folder = Path(tempfile.mkdtemp(prefix="maillage-pictures-"))
    command = [sys.executable, "-P", "-m", "maillage", "demo", "--data", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        yield _what_it_says(running)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _what_it_says(running: "subprocess.Popen[str]") -> tuple[str, str]:
    said = ""
    for line in running.stdout or ():
        said += line
        address, code = ADDRESS.search(said), CODE.search(said)
        if address and code:
            return address[1], code[1]
    raise RuntimeError(f"La démonstration n’a pas démarré :\n{said}")


if __name__ == "__main__":
    sys.exit(main())
