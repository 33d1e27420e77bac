"""Read by Python as it starts, when this folder is in PYTHONPATH: the module that `MAILLAGE_FAULT` names is broken in each
process of the tests, also those that serve pages, run jobs or are started by them."""

import sys

from tests.mutation.faults import BrokenModule, chosen

if chosen().path:
    sys.meta_path.insert(0, BrokenModule(chosen()))
