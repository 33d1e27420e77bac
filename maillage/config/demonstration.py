"""`maillage demo`: the whole application on this machine, with fictional people, for as long as it is left running."""

import argparse
import fcntl
import io
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from maillage.config.commandline import DEMO_DATA
from maillage.config.installation import Installation
from maillage.config.serving import HOST, Service, is_free, wait_until_it_answers, web_command, worker_command

FIRST_PORT, PORTS_TRIED = 8000, 50
START_SECONDS = 60
WATCH_SECONDS = 0.5
SEED_COMMANDS = ("load_territories", "seed_demo")


class DemonstrationError(RuntimeError):
    """The demonstration cannot run; the message says why and what to do."""


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM, or a closed terminal."""


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    installation = Installation(options.data)
    try:
        with _stop_signals(), _alone(installation):
            _run(installation, _port(options.port), reset=options.reset)
    except StopAsked:
        print("Maillage est arrêté.", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run demo", description="Lance Maillage avec des données fictives.")
    parser.add_argument(
        "--port", type=int, help=f"port de la page (sinon, le premier libre à partir de {FIRST_PORT})"
    )
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="dossier des données (var/demo)")
    parser.add_argument("--reset", action="store_true", help="efface les données et repart de zéro")
    return parser


def _port(asked: int | None) -> int:
    if asked is not None:
        if not (0 < asked < 65536 and is_free(asked)):
            raise DemonstrationError(
                f"Le port {asked} ne peut pas servir ou est déjà pris : choisissez-en un autre."
            )
        return asked
    free = (port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if is_free(port))
    port = next(free, None)
    if port is None:
        raise DemonstrationError("Aucun port n'est libre : indiquez-en un avec --port.")
    return port


def _run(installation: Installation, port: int, *, reset: bool) -> None:
    if reset:
        installation.erase()
    installation.make_folders()
    with installation.cluster:
        environment = installation.environment()
        os.environ.update(environment)
        if not installation.is_prepared():
            _prepare(installation)
        web, worker = _services(installation, port, environment)
        with _stopped_at_the_end(web, worker):
            web.start()
            if not wait_until_it_answers(web, port, START_SECONDS):
                raise DemonstrationError(f"Maillage n'a pas pu démarrer :\n{web.end_of_log()}")
            worker.start()
            _announce(installation, port)
            _watch(installation, web, worker)


def _services(installation: Installation, port: int, environment: dict[str, str]) -> tuple[Service, Service]:
    """When we are killed the database goes with us: the worker would wait for it in vain, so it is killed too."""
    web = Service(web_command(port), environment, installation.logs / "web.log")
    worker_log = installation.logs / "worker.log"
    return web, Service(worker_command(), environment, worker_log, when_parent_dies=signal.SIGKILL)


def _prepare(installation: Installation) -> None:
    """Bring the database to what the code expects; every step can be run again after an interruption."""
    print("Préparation des données…", flush=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    from maillage.config.quick_states import quick_states

    installation.unmark_prepared()
    django.setup()
    with quick_states():
        call_command("migrate", database="owner", verbosity=0)
    for command in SEED_COMMANDS:
        call_command(command, verbosity=0, stdout=io.StringIO())
    connections.close_all()
    installation.mark_prepared()


def _announce(installation: Installation, port: int) -> None:
    accounts = installation.accounts.read_text() if installation.accounts.exists() else ""
    address = f"Maillage est prêt : http://{HOST}:{port}\n"
    logs = f"Journaux techniques : {installation.logs}. Pour arrêter : Ctrl-C."
    print(f"{address}{accounts}{logs}\nMessages envoyés : {installation.mails}", flush=True)


def _watch(installation: Installation, *services: Service) -> None:
    """Until asked to stop, start again whatever has died."""
    while True:
        time.sleep(WATCH_SECONDS)
        if not installation.cluster.is_running():
            installation.cluster.ensure()
        for service in services:
            service.start_again_if_dead()


@contextmanager
def _stopped_at_the_end(*services: Service) -> Iterator[None]:
    try:
        yield
    finally:
        for service in services:
            service.ask_to_stop()
        for service in services:
            service.wait_stopped()


@contextmanager
def _alone(installation: Installation) -> Iterator[None]:
    """Two demonstrations never share one folder."""
    installation.make_folders()
    descriptor = os.open(installation.data / "demo.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor, installation)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, installation: Installation) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemonstrationError(
            f"Une démonstration tourne déjà avec les données de {installation.data} : arrêtez-la, "
            "ou donnez un autre dossier avec --data."
        ) from None


@contextmanager
def _stop_signals() -> Iterator[None]:
    """The first signal asks to stop; the next ones do not disturb the stopping. `nohup` is respected."""
    hang_up = () if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else (signal.SIGHUP,)
    watched = (signal.SIGINT, signal.SIGTERM, *hang_up)

    def ask(*_: object) -> None:
        for sign in watched:
            signal.signal(sign, signal.SIG_IGN)
        raise StopAsked

    for sign in watched:
        signal.signal(sign, ask)
    yield
