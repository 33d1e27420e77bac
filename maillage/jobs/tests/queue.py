"""The real queue, for tests that commit."""

from unittest import mock

from procrastinate.contrib.django import app


def run_queue() -> None:
    """A procrastinate worker as the command starts it, until the queue is empty. Not its clock: what is asked each minute would be
    in the queue of a test that ends at that second."""
    asked_by_the_clock = mock.patch.dict(app.periodic_registry.periodic_tasks, clear=True)
    with app.replace_connector(app.connector.get_worker_connector()), asked_by_the_clock:
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
