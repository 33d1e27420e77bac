"""Whatever it is, a document leaves as a download that no browser runs."""

import pytest
from csp.middleware import CSPMiddleware
from django.test import RequestFactory

from maillage.files.serving import attachment
from maillage.web.middleware import NoStore


def through(response):
    return CSPMiddleware(NoStore(lambda request: response))(RequestFactory().get("/piece"))


def test_a_document_is_a_download_alone_on_its_page():
    served = through(attachment("Attestation d’hébergement.pdf", "application/pdf", b"%PDF-"))
    assert dict(served.items()) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Attestation%20d%E2%80%99h%C3%A9bergement.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    assert served.content == b"%PDF-"


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "", "text/plain", "application/pdf; x=y"]
)
def test_a_type_that_is_not_kept_is_served_as_bytes(media_type):
    assert attachment("a.pdf", media_type, b"")["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", 'attachment; filename="a.pdf"'),
        ('a"; filename="evil.html', 'attachment; filename="a-; filename=-evil.html"'),
        ("a\r\nSet-Cookie: x=y.pdf", 'attachment; filename="a Set-Cookie- x=y.pdf"'),
        ("../../etc/passwd", 'attachment; filename="-..-etc-passwd"'),
        ("", 'attachment; filename="document"'),
        ("\ud800\u202e", 'attachment; filename="document"'),
    ],
)
def test_a_name_stays_in_its_header(name, expected):
    assert attachment(name, "application/pdf", b"")["Content-Disposition"] == expected
