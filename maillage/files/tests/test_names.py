"""A name shows what it is, and misleads nobody."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.files.names import clean_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Attestation CAF.pdf", "Attestation CAF.pdf"),
        ("été à Noël.PDF", "été à Noël.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("..\\..\\C:\\scan.jpg", "scan.pdf"),
        ("../../..", "document.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("facture.pdf.exe", "facture.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie- x.pdf"),
        ("Loyer 12.2026", "Loyer 12.2026.pdf"),
        ("M. Dupont", "M. Dupont.pdf"),
        ("CON.pdf", "document.pdf"),
        ("a\u200bb\u2060c.pdf", "abc.pdf"),
        ('a"b<c>|d?*.pdf', "a-b-c--d--.pdf"),
    ],
)
def test_a_name_is_cleaned(name, expected):
    assert clean_name(name, "pdf") == expected


@given(name=st.text(max_size=300))
def test_any_name_gives_one_that_can_be_shown(name):
    cleaned = clean_name(name, "jpg")
    assert len(cleaned) <= 120
    assert cleaned.endswith(".jpg")
    assert len(cleaned) > len(".jpg")
    assert not set('/\\<>:"|?*') & set(cleaned)
    assert {unicodedata.category(c)[0] for c in cleaned} & {"C"} == set()
    assert clean_name(cleaned, "jpg") == cleaned
