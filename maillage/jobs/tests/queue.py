"""The real queue, for tests that commit."""

from procrastinate.contrib.django import app


def run_queue() -> None:
    """A procrastinate worker as the command starts it, until the queue is empty."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
