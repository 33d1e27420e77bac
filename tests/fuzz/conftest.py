"""Two workers begin with one half each of what is collected: the last share of the fuzz goes to the second one."""

import pytest

from tests.fuzz.test_fuzz import SHARES


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    last = [item for item in items if item.name == f"test_mutated_requests[{SHARES - 1}]"]
    if SHARES > 1 and last:
        items[:] = [item for item in items if item not in last] + last
