"""Figures in Prometheus' text format: requests by route, queue, connections, disk, age of the last backup."""

from collections.abc import Callable, Iterator
from itertools import accumulate

from django.db import Error, connection, transaction

from maillage.config.monitoring import counters, state

JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1"
CONNECTIONS = (
    "SELECT usename::text, count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename IS NOT NULL GROUP BY 1 ORDER BY 1"
)


def exposition() -> str:
    return "".join(line + "\n" for group in GROUPS for line in _lines(group))


def _lines(group: Callable[[], Iterator[str]]) -> list[str]:
    """A part that does not answer lacks from the figures; the others stay."""
    try:
        return list(group())
    except (Error, OSError):
        return []


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _requests() -> Iterator[str]:
    name = "maillage_request_seconds"
    yield from _head(
        name, "histogram", "Requests by route and class of status, over the web processes of this machine."
    )
    for one in counters.counted():
        labels = f'route="{one.route}",status="{one.status}xx"'
        sums = list(accumulate(one.buckets))
        for limit, count in zip((*counters.SECONDS, "+Inf"), sums, strict=True):
            yield f'{name}_bucket{{{labels},le="{limit}"}} {count}'
        yield f"{name}_sum{{{labels}}} {one.seconds:.6f}"
        yield f"{name}_count{{{labels}}} {sums[-1]}"


def _jobs() -> Iterator[str]:
    yield from _head("maillage_jobs", "gauge", "Jobs of the queue by status.")
    for status, count in _rows(JOBS):
        yield f'maillage_jobs{{status="{status}"}} {count}'
    yield from _gauge(
        "maillage_oldest_job_seconds",
        "How long the oldest job that is due waits.",
        state.number(state.OLDEST_JOB),
    )
    age = state.number(state.LAST_HEARTBEAT)
    yield from _gauge("maillage_worker_heartbeat_seconds", "Since a worker last said that it lives.", age)


def _connections() -> Iterator[str]:
    yield from _head("maillage_database_connections", "gauge", "Connections to this database by role.")
    for role, count in _rows(CONNECTIONS):
        yield f'maillage_database_connections{{role="{role}"}} {count}'
    most = state.number("SELECT setting::int FROM pg_settings WHERE name = 'max_connections'")
    yield from _gauge("maillage_database_connections_max", "What the server accepts.", most)


def _disk() -> Iterator[str]:
    yield from _gauge("maillage_disk_free_bytes", "Left where documents are kept.", state.free_octets())


def _backup() -> Iterator[str]:
    age = state.backup_age()
    seconds = None if age is None else age.total_seconds()
    yield from _gauge("maillage_backup_age_seconds", "Since the last backup of MAILLAGE_BACKUPS.", seconds)


def _gauge(name: str, about: str, value: float | None) -> Iterator[str]:
    """Nothing at all while nobody knows: a zero would be a lie."""
    if value is not None:
        yield from _head(name, "gauge", about)
        yield f"{name} {value:.0f}"


def _rows(statement: str) -> list[tuple[str, int]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


GROUPS = (_requests, _jobs, _connections, _disk, _backup)
