"""A plugin of pytest: what `MAILLAGE_FAULT` breaks in the tests' own database, and nowhere else; modules are broken as each
process begins (`everywhere`), pages served included."""

import pytest

from tests import plugin
from tests.mutation.faults import BREAKS, chosen

FAULT = chosen()
_fresh_copy = plugin._fresh_copy


def _broken_copy(server) -> None:
    _fresh_copy(server)
    with plugin._inside() as inside:
        inside.execute(FAULT.statement(inside))


if FAULT.function or FAULT.database:
    plugin._fresh_copy = _broken_copy


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """As they are named beside the fault: the shortest first, and what fails ends there."""
    items.sort(key=lambda item: [not item.nodeid.startswith(name) for name in config.args])


def pytest_collection_finish() -> None:
    """An installation says itself where its modules are."""
    from tests.e2e import installation

    environment_of = installation.environment_of
    installation.environment_of = lambda name, folder: environment_of(name, folder) | {"PYTHONPATH": BREAKS}
