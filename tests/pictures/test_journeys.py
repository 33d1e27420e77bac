"""What the guides say is done from one end to the other, on a fresh territory, in a real browser; their pictures are those
taken then. For `./run bar guides`: a change runs the names that guides quote (`tests/architecture/test_user_guides.py`)."""

import os
import re

import pytest
from playwright.sync_api import sync_playwright

from tests.depth import WHOLE, count
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.installation import installation
from tests.pictures import journeys
from tests.pictures.camera import FOLDER, Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.whole,
    pytest.mark.skipif(not WHOLE, reason="two minutes: ./run bar guides"),
]
CODE = re.compile(r"Samira Benali.*code ([\w-]+)")
KEEPS = os.environ.get("MAILLAGE_PICTURES") == "keep"
KEPT = {path.name for path in FOLDER.iterdir()}


@pytest.fixture(scope="module")
def installed(django_db_setup, tmp_path_factory):
    with installation(tmp_path_factory.mktemp("guides")) as running:
        yield running


@pytest.fixture(scope="module")
def arrive(installed, tmp_path_factory):
    """`arrive(width=400)`: somebody in front of a tab; their pictures go to `arrive.folder`, the guides' own when they are kept."""
    folder = FOLDER if KEEPS else tmp_path_factory.mktemp("pictures")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def come(**how):
            return Person(chromium, installed.address, folder=folder, **how)

        come.folder = folder
        yield come
        chromium.close()


def test_every_guide_is_followed_to_its_end(installed, arrive):
    for journey in journeys.ACCOUNTS:
        journey(arrive)
    code = CODE.search((installed.logs / "accounts.txt").read_text())[1]
    journeys.accompanied_person(arrive, code)
    assert KEEPS or {path.name for path in arrive.folder.iterdir()} == KEPT
    count("images", len(KEPT))
