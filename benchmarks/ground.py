"""What goes on paper and on the ground: booklets of 300 and 1,500 services, 300 sessions unrolled and as a calendar.

`./run bench ground`: services of `benchmarks/directory_data.py` in one département, all confirmed today so that all are
printed. "cartes": the cards read and put in chapters; "PDF": the document made of them. Sessions come back every week,
in as many communes. Seconds, the best of three; the floor beside is a PDF of one service.
"""

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock

from benchmarks.caseload import scratch_database

SIZES = (1, 300, 1_500)
SESSIONS = 300
TRIES = 3
HOME = ("37",)


def run(arguments: list[str]) -> None:
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        for size in SIZES:
            _booklet(size)
        _sessions()


def _say(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:<42} {seconds:>7.2f} s  {more}", flush=True)


def _best(made: Callable[[], object]) -> float:
    found = []
    for _ in range(TRIES):
        began = time.perf_counter()
        made()
        found.append(time.perf_counter() - began)
    return min(found)


def _booklet(size: int) -> None:
    from benchmarks.directory import _fill
    from maillage.directory.booklet_paper import booklet_data
    from maillage.directory.models import Service, Territory
    from maillage.directory.queries.paper import booklet
    from maillage.web.pdf import render_pdf

    today = date.today()
    _fill(size)
    Service.objects.using("maintenance").update(confirmed_on=today)
    sector = Territory.objects.get(kind="departement", code=HOME[0])
    made = booklet(sector, "", today)
    told = booklet_data(sector, "", made, today, paper="a5", large=False)
    content = render_pdf("directory/booklet.typ", told)
    _say(f"{size:>5} services, cartes", _best(lambda: booklet(sector, "", today)), f"{made.printed} imprimés")
    _say(
        f"{size:>5} services, PDF",
        _best(lambda: render_pdf("directory/booklet.typ", told)),
        f"{len(content) // 1000} ko",
    )


def _sessions() -> None:
    from maillage.directory.models import OutreachSession, Structure, Territory
    from maillage.directory.queries.sessions import next_sessions, sessions
    from maillage.directory.session_calendar import session_feed
    from maillage.permissions import ANONYMOUS

    today = date.today()
    team = Structure.objects.using("maintenance").filter(visibility="public").first()
    places = list(Territory.objects.communes().current().filter(departement__code=HOME[0])[:SESSIONS])
    told = {"structure": team, "place": "mairie", "starts_at": clock(9), "minutes": 120}
    rows = [
        OutreachSession(
            name=f"Permanence {number}",
            commune=places[number % len(places)],
            rule="FREQ=WEEKLY;BYDAY=TU",
            starts_on=today - timedelta(days=700),
            **told,
        )
        for number in range(SESSIONS)
    ]
    OutreachSession.objects.using("maintenance").bulk_create(rows, batch_size=500)
    found = next_sessions(ANONYMOUS, today)
    _say(
        f"{SESSIONS:>5} permanences, 35 jours",
        _best(lambda: next_sessions(ANONYMOUS, today)),
        f"{len(found)} jours",
    )
    _say(
        f"{SESSIONS:>5} permanences, agenda d’un an",
        _best(lambda: session_feed("x", sessions(ANONYMOUS), today)),
    )
