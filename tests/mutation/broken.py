"""A plugin of pytest: the fault that `MAILLAGE_FAULT` names is there during these tests, and nowhere else."""

import os
import sys

from tests import plugin
from tests.mutation.faults import BrokenModule, faults

FAULT = faults()[os.environ["MAILLAGE_FAULT"]]
if FAULT.path:
    sys.meta_path.insert(0, BrokenModule(FAULT))
_fresh_copy = plugin._fresh_copy


def _broken_copy(server) -> None:
    _fresh_copy(server)
    with plugin._inside() as inside:
        inside.execute(FAULT.statement(inside))


if not FAULT.path:
    plugin._fresh_copy = _broken_copy
