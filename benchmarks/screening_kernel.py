"""The screening kernel measured beside its two peers, in the same run.

    python -m benchmarks.screening_kernel [SIZES]

Kernel: `screen_columns` on a random caseload, under the real convention (M-3..M-1 recomputed), statuses, ranges and
first quarters included. Peers: (a) one OpenFisca simulation per household through `build_from_entities`; (b) the
OpenFisca web API, `POST /calculate` over loopback, one household a request. Each peer computes the 12 benefits of
its month and is given what it needs to know. Medians of several runs; CPU time for the kernel and (a), wall for (b).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

from maillage.rights.engine import screen_columns, versions, warm_up
from maillage.rights.engine.system import tax_benefit_system
from maillage.rights.engine.tests.random_columns import random_columns

MONTH = "2026-11"
UNKNOWN = 0.001  # of the amounts: about 3 % of the households then need a range
REQUESTS = 5
SIZES = (1, 1_000, 20_000, 100_000)
FAMILY = ("rsa", "ppa", "aspa", "aide_logement", "af", "cf", "asf", "paje_base", "cmu_c")
PERSON = ("aah", "asi", "ass")


def run(arguments: Sequence[str] = ()) -> dict[str, float]:
    """Measure and print as it goes; arguments are the sizes (1, 1000, 20000 and 100000 without any).

    Returns the figures by name: households per second, seconds, MB.
    """
    sizes = tuple(int(argument) for argument in arguments) or SIZES
    figures: dict[str, float] = {}

    def show(name: str, value: float) -> None:
        figures[name] = value
        print(f"{name:32} {value:14,.2f}", flush=True)

    print(" · ".join(f"{name} {number}" for name, number in versions().items()), flush=True)
    warm_up(MONTH)
    rates = {size: kernel_rate(size) for size in sizes}
    for size, rate in rates.items():
        show(f"kernel, {size:,} households", rate)
    show("kernel, smallest run (s)", min(sizes) / rates[min(sizes)])
    show("peak memory (MB)", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    best = max(rates.values())
    for name, rate in (("(a) one simulation each", alone_rate), ("(b) openfisca serve", served_rate)):
        show(name, rate(REQUESTS))
        show(f"kernel / {name[:3]}", best / figures[name])
    return figures


def kernel_rate(households: int) -> float:
    columns = random_columns(households, seed=1, unknown=UNKNOWN)
    runs = 9 if households < 20_000 else 3
    return households / median_time(lambda: screen_columns(columns, MONTH), runs, time.process_time)


def median_time(action: Callable[[], Any], runs: int, clock: Callable[[], float]) -> float:
    action()
    times = []
    for _ in range(runs):
        start = clock()
        action()
        times.append(clock() - start)
    return statistics.median(times)


def situation(index: int) -> dict[str, Any]:
    """A household of the web API: one adult with a wage, every second time with a partner and two children."""
    people: dict[str, Any] = {"a": person("1986-01-15", 700 + index)}
    parents, children = ["a"], []
    if index % 2:
        people |= {"b": person("1988-01-15", 0), "c": {"date_naissance": {"ETERNITY": "2015-03-01"}}}
        people["d"] = {"date_naissance": {"ETERNITY": "2018-03-01"}}
        parents, children = ["a", "b"], ["c", "d"]
    family = {"parents": parents, "enfants": children, **{name: {MONTH: None} for name in FAMILY}}
    dwelling = {"personne_de_reference": ["a"], "conjoint": parents[1:], "enfants": children}
    dwelling |= {"loyer": {MONTH: 400}, "statut_occupation_logement": {MONTH: "locataire_vide"}}
    tax = {"declarants": parents, "personnes_a_charge": children}
    return {
        "individus": people,
        "familles": {"f": family},
        "menages": {"m": dwelling},
        "foyers_fiscaux": {"t": tax},
    }


def person(born: str, wage: int) -> dict[str, Any]:
    wages = {f"2026-{month:02d}": wage for month in range(6, 12)}
    asked = {name: {MONTH: None} for name in PERSON}
    return {"date_naissance": {"ETERNITY": born}, "salaire_net": wages, **asked}


def alone_rate(households: int) -> float:
    from openfisca_core.simulation_builder import SimulationBuilder

    def one(index: int) -> None:
        simulation = SimulationBuilder().build_from_entities(tax_benefit_system(), situation(index))
        for name in FAMILY + PERSON:
            simulation.calculate(name, MONTH)

    one(0)
    times = [median_time(lambda index=index: one(index), 1, time.process_time) for index in range(households)]
    return 1 / statistics.median(times)


def served_rate(requests: int) -> float:
    """Households per second of `openfisca serve`, one worker, asked one household at a time."""
    port = free_port()
    command = [os.path.join(os.path.dirname(sys.executable), "openfisca"), "serve"]
    command += ["--country-package", "openfisca_france", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(port, server)
        ask(port, situation(0))
        times = []
        for index in range(requests):
            start = time.perf_counter()
            ask(port, situation(index))
            times.append(time.perf_counter() - start)
        return 1 / statistics.median(times)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"openfisca serve stopped at once (code {server.returncode})")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("openfisca serve did not answer in two minutes")


def ask(port: int, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/calculate",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=120) as answer:
        return json.load(answer)


if __name__ == "__main__":
    run(sys.argv[1:])
