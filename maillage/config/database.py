"""`postgres://role:password@host:port/name?host=/socket` into what Django wants."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ASKED_BEFORE = 3
"""A statement asked more often on one connection is planned once: with policies in policies, planning is the dearer half."""


def taking(role: str) -> str:
    """libpq's `options`: the role of the whole connection, whoever opens it (also the job queue); RESET keeps it."""
    return f"-c role={role}"


def database(url: str, assume_role: str = "") -> dict[str, Any]:
    """One entry of DATABASES. `assume_role` is for a login that is not the application's own role."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {k: v for k, v in query.items() if k not in ("host", "port")}
    if assume_role:
        options["options"] = taking(assume_role)
    options |= {"server_side_binding": True, "prepare_threshold": ASKED_BEFORE}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
