"""What every answer carries, whoever asked for it."""


def header_faults(one):
    policy = one.headers.get("Content-Security-Policy", "")
    told = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    if (
        told.get("default-src") != ["'none'"]
        or "unsafe" in policy
        or told.get("frame-ancestors") != ["'none'"]
    ):
        yield f"policy {policy}"
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
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
