import datetime
import re
import time
import zlib
from decimal import Decimal

import pytest

from maillage.web.pdf import _printable, render_pdf
from maillage.web.samples import SHEET

HOSTILE = "#strong[a] *b* $x^2$ <script>alert(1)</script> @ref `c` \\ // fin"
LETTER = {
    "title": "Réponse à votre demande",
    "sender": ["CCAS de Chinon", HOSTILE],
    "recipient": ["Samira Benali", HOSTILE],
    "place_and_date": "Chinon, le 24 novembre 2026",
    "reference": HOSTILE,
    "blocks": [
        {"text": HOSTILE},
        {"heading": HOSTILE},
        {"facts": [[HOSTILE, Decimal("635.71")], ["Le", datetime.date(2026, 12, 3)]]},
        {"table": {"columns": [HOSTILE, ["€", "number"]], "rows": [[HOSTILE, "1"]]}},
        {"list": [HOSTILE]},
        {"quote": HOSTILE},
        {"blank": {"label": HOSTILE, "lines": 2}},
    ],
    "signature": [HOSTILE],
    "footer": HOSTILE,
}


def unpacked(pdf):
    """The bytes of a PDF with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return pdf + b"".join(opened)


@pytest.mark.parametrize(("template", "data"), [("web/letter.typ", LETTER), ("web/record.typ", SHEET)])
def test_a_document_is_tagged_french_and_titled(template, data):
    content = unpacked(render_pdf(template, data))
    assert content.startswith(b"%PDF-1.7")
    missing = [
        mark for mark in (b"StructTreeRoot", b"/Lang", b"fr-FR", b"pdfuaid:part>1<") if mark not in content
    ]
    assert missing == []
    assert data["title"].encode() in content


def test_tables_have_headers_and_headings_are_headings():
    content = unpacked(render_pdf("web/letter.typ", LETTER))
    assert [
        tag for tag in (b"/TH", b"/TD", b"/H1", b"/H2", b"/LBody", b"/BlockQuote") if tag not in content
    ] == []


@pytest.mark.parametrize(
    "words",
    [
        "😀 Zoé",
        "山田",
        "محمد",
        "Nguyễn",
        "👩‍👩‍👧",
        "a\x00b",
        "a\ud800b",
        "antislash \\u0007",
        "\u202eabc",
        "x" * 5000,
    ],
)
def test_no_name_loses_a_document(words):
    assert render_pdf(
        "web/record.typ", {"title": f"Feuille {words}", "blocks": [{"text": words}]}
    ).startswith(b"%PDF")


def test_a_text_in_another_script_costs_a_bounded_time():
    started = time.process_time()
    render_pdf(
        "web/record.typ", {"title": "x", "blocks": [{"text": "".join(map(chr, range(0x5000, 0x5400)))}]}
    )
    assert time.process_time() - started < 5


def test_a_document_without_title_is_refused():
    with pytest.raises(ValueError, match="title"):
        render_pdf("web/record.typ", {"title": " ", "blocks": []})


def test_an_unknown_template_is_refused():
    with pytest.raises(KeyError):
        render_pdf("web/../../etc/passwd", {"title": "x"})


def test_data_arrives_in_french_words():
    given = {
        "when": datetime.date(2026, 12, 3),
        "sum": Decimal("1234.5"),
        "kept": [1, None, True, "a\tb\nc\x07"],
    }
    assert _printable(given) == {
        "when": "3\u00a0décembre 2026",
        "sum": "1\u00a0234,50",
        "kept": [1, None, True, "a b\nc"],
    }
