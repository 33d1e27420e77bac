"""The first page of answers to what people really say, on a directory of 1,500 services around Tours."""

from pathlib import Path

import pytest
import yaml

from benchmarks.directory_data import lay_out
from maillage.directory.lexicon import THEME_OF
from maillage.directory.queries.search import Need, search
from maillage.directory.tests.factories import commune
from maillage.permissions import ANONYMOUS

NEEDS = yaml.safe_load(Path(__file__).with_name("needs.yaml").read_text(encoding="utf-8"))
SIZE = 1_500
GOALS = {"tuning": 0.9, "held_out": 0.9, "afterwards": 0.7}


def missed(needs):
    """(what was said, themes recognised) of those whose first page holds no expected theme."""
    found = []
    for told in needs:
        expected = {THEME_OF[short] for short in told["themes"]}
        results = search(ANONYMOUS, Need(text=told["need"], commune=commune("37072")))
        shown = [set(one.service.themes) for one in results.found]
        if not any(expected & themes for themes in shown):
            found.append((told["need"], [one.code for one in results.reading.themes]))
    return found


@pytest.fixture
def directory(territories):
    lay_out(SIZE, departements=("37",))


@pytest.mark.parametrize("part", sorted(NEEDS))
def test_the_first_page_answers_what_people_say(directory, part):
    needs = NEEDS[part]
    wrong = missed(needs)
    assert len(wrong) <= (1 - GOALS[part]) * len(needs), wrong
    print(f"{part}: {len(needs) - len(wrong)} of {len(needs)}", wrong)
