"""What every answer carries, whoever asked for it."""

import re

EMBEDDED = re.compile(r"/observatoire/[a-z0-9-]+/carte/")
"""Made to be shown in a frame by other sites: released numbers, no account, nothing to press."""


def header_faults(one):
    policy = one.headers.get("Content-Security-Policy", "")
    told = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    embedded = bool(EMBEDDED.fullmatch(one.url)) and one.status == 200
    if (
        told.get("default-src") != ["'none'"]
        or "unsafe" in policy
        or told.get("frame-ancestors") != (["*"] if embedded else ["'none'"])
    ):
        yield f"policy {policy}"
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": None if embedded else "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    yield from (
        f"{name} {one.headers.get(name)}"
        for name, value in expected.items()
        if one.headers.get(name) != value
    )
    kept = one.headers.get("Cache-Control", "")
    open_data = one.url.startswith("/api/v1/") and one.persona in ("anonymous", "referent")
    if "no-store" not in kept and not (open_data and kept.startswith("public")):
        yield f"kept: {one.headers.get('Cache-Control')}"
    for name, cookie in one.cookies.items():
        if not (cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")):
            yield f"cookie {name}"
