"""Controls are broken one at a time: the tests that watch them fail. All of them: `./run bar mutation`."""

import os
import re
import subprocess
import sys

import pytest

from tests import plugin
from tests.bars import BARS
from tests.depth import WHOLE, count
from tests.mutation.faults import BREAKS, ROOT, faults

FAULTS = faults()
FEW = ["one gives oneself a role", "names are asked without a quota"]
SOME_TEST_FAILED, FAILED = 1, re.compile(r"^\d+ failed", re.M)
"""A test said no: one that could not even begin says nothing."""


@pytest.mark.django_db
@pytest.mark.parametrize("says", list(FAULTS))
def test_what_it_breaks_is_still_there(says):
    fault = FAULTS[says]
    if fault.path:
        compile(fault.source(), fault.path, "exec")
    if fault.function or fault.database:
        with plugin._inside() as inside, inside.transaction(force_rollback=True):
            inside.execute(fault.statement(inside))
    assert all((ROOT / path).exists() for path in fault.files)


@pytest.mark.parametrize("name", [name for name in BARS if name != "mutation"])
def test_a_bar_is_shown_red(name):
    """Some fault is seen by its tests alone."""
    assert [one for one in FAULTS.values() if all(path.startswith(BARS[name].tests) for path in one.files)]


@pytest.mark.parametrize("says", list(FAULTS) if WHOLE else FEW)
def test_it_is_seen(says):
    """On this run's server, that stays from one fault to the next, in a database of its own."""
    told = {
        "MAILLAGE_FAULT": says,
        "MAILLAGE_TEST_CLUSTER": str(plugin.CLUSTER.directory),
        "MAILLAGE_DEPTH": "",
        "PYTEST_ADDOPTS": "",
        "DATABASE_URL": "",
        "PYTHONPATH": BREAKS,
        **FAULTS[says].told,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    command = [sys.executable, "-m", "pytest", "-p", "tests.mutation.broken", "-n", "0", "-x", "--tb=line"]
    done = subprocess.run(
        [*command, *FAULTS[says].tests.split()],
        env=kept | told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seen = done.returncode == SOME_TEST_FAILED and FAILED.search(done.stdout)
    assert seen, f"Nobody saw that {says}.\n{done.stdout[-3000:]}"
    count("fautes", 1)
