import io
import json
import zipfile

import pytest
import xlsxwriter

from maillage.sheets import FileError, Limits, open_table

CSV = "foyer;personne;lien\nF1;P1;demandeur\n"


def table(data, **limits):
    return open_table(
        io.BytesIO(data if isinstance(data, bytes) else data.encode()), "f.xlsx", Limits(**limits)
    )


def rows(data, **limits):
    return [tuple(row.cells) for row in table(data, **limits).rows()]


def refusal(data, **limits):
    with pytest.raises(FileError) as caught:
        rows(data, **limits)
    return caught.value.sentence


def workbook(*sheets):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for cells in sheets:
            sheet = book.add_worksheet()
            for place, value in cells.items():
                sheet.write(place, value)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_separators_are_found(encoding, delimiter, newline):
    text = "foyer;personne;prénom\nF1;P1;Zoé\nF1;P2;Noël\n".replace(";", delimiter).replace("\n", newline)
    found = table(text.encode(encoding))
    assert found.headers == ("foyer", "personne", "prénom")
    assert [tuple(row) for row in found.rows()] == [
        (2, ["F1", "P1", "Zoé"], None),
        (3, ["F1", "P2", "Noël"], None),
    ]
    assert len(list(found.rows())) == 2


def test_a_last_letter_of_an_older_encoding_is_not_taken_for_a_cut():
    assert rows("foyer;nom\nF1;André".encode("cp1252")) == [("F1", "André")]


def test_a_title_above_the_headers_is_skipped():
    found = table("Foyers suivis;;\n\nfoyer;personne;lien\nF1;P1;demandeur\n")
    assert found.headers == ("foyer", "personne", "lien")
    assert [row.line for row in found.rows()] == [4]


def test_an_unclosed_quotation_spoils_its_line_only():
    found = list(table('foyer;personne;nom\nF1;P1;"Dupont\nF2;P2;Durand\nF3;P3;"a;b"\n').rows())
    assert [(row.line, row.cells[0], bool(row.fault)) for row in found] == [
        (2, "F1", True), (3, "F2", False), (4, "F3", False)]  # fmt: skip
    assert found[2].cells[2] == "a;b"


def test_a_quoted_cell_may_span_lines():
    found = list(table('foyer;personne;nom\nF1;P1;"Dupont\nDurand"\nF2;P2;x\n').rows())
    assert [(row.line, row.cells[2]) for row in found] == [(2, "Dupont\nDurand"), (4, "x")]


def test_a_file_cut_in_its_last_line_says_so():
    assert [bool(row.fault) for row in table(CSV + "F2;P2;demandeur\nF3;P").rows()] == [False, False, True]
    assert [bool(row.fault) for row in table(CSV + "F2;P2;demandeur").rows()] == [False, False]


def test_a_line_longer_than_the_headers_is_at_fault():
    assert [bool(row.fault) for row in table(CSV + "F2;P2;demandeur;x\nF3;P3;enfant;;\n").rows()] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "est vide"),
        (b"\n\n \n", "aucune ligne"),
        (b"\xef\xbb\xbf", "aucune ligne"),
        (b"%PDF-1.7\n...", "un PDF"),
        (b"\x89PNG\r\n", "une image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
        ("foyer;nom\nF1;Zoé\nF2;é".encode()[:-1], "coupé"),
        (b"PK\x03\x04 not a zip", "abîmé"),
        (b"foyer;personne\0\nF1;P1\n", "n'est pas un texte lisible"),
        (b"foyer;nom\nF1;\x81\x8d\n", "n'est pas un texte lisible"),
        ("F1;12;1992-04-30\nF2;13;1992-04-30\n", "en-têtes manque"),
        ("foyer;Foyer\nF1;F1\n", "s'appellent"),
        ("[1, 2]", "forme attendue"),
        ('{"a": 1}', "forme attendue"),
        ('[{"foyer": "F1"}', "mal formé"),
        ('[{"foyer": NaN}]', "NaN"),
        ("[" * 100_000, "mal formé"),
        ("[]", "aucune ligne"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, part):
    assert part in refusal(data)


def test_limits():
    assert "1 lignes" in refusal(CSV, lines=1)
    assert "Mo" in refusal(CSV, bytes=10)
    assert "colonnes" in refusal(CSV, columns=2)
    assert "démesuré" in refusal('[{"foyer": "F1"}]', values=1)
    endless = table(CSV + "F2;P2;" + "x" * 40_000 + "\n")
    assert [bool(row.fault) for row in endless.rows()] == [False, True]


def test_a_path_that_is_no_file(tmp_path):
    for path in (tmp_path, tmp_path / "absent.csv", "a\0b"):
        with pytest.raises(FileError):
            open_table(path)


def test_xlsx_takes_the_first_sheet_with_headers():
    data = workbook({"A1": "Notes"}, {"B3": "foyer", "C3": "personne", "B4": "F1", "C4": 12})
    found = table(data)
    assert (found.format, found.headers) == ("xlsx", ("foyer", "personne"))
    assert [tuple(row) for row in found.rows()] == [(4, ["F1", 12.0], None)]


def test_an_empty_workbook():
    assert "vide" in refusal(workbook({}))


def zipped(content, name="xl/worksheets/sheet1.xml"):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, content)
    return target.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_opened():
    assert "démesuré" in refusal(zipped(b"\0" * (30 << 20)))
    assert "démesuré" in refusal(zipped(b"abc" * 1000), unpacked_bytes=1000)


def test_a_bomb_that_lies_about_its_size_is_measured():
    data = bytearray(zipped(b"\0" * (30 << 20)))
    true_size = (30 << 20).to_bytes(4, "little")
    assert data.count(true_size) == 2
    assert "démesuré" in refusal(bytes(data.replace(true_size, (100).to_bytes(4, "little"))))


def test_a_sheet_that_spans_too_much_is_refused_without_being_laid_out():
    assert "colonnes vides" in refusal(workbook({"A1": "foyer", "XFD1048576": "x"}))
    assert "colonnes vides" in refusal(workbook({"A1": "foyer", "ZZ100000": "x"}))


def test_other_zips_are_no_workbook():
    assert "n'est pas un classeur" in refusal(zipped(b"x", "word/document.xml").replace(b"xl/", b"xx/"))
    assert "macros" in refusal(zipped(b"x", "xl/vbaProject.bin"))


def test_json_of_both_shapes():
    flat = [{"foyer": "F1", "personne": "P1", "salaire_net 2026-08": 12.5}, {"foyer": "F1", "enceinte": True}]
    found = table(json.dumps(flat))
    assert found.headers == ("foyer", "personne", "salaire_net 2026-08", "enceinte")
    assert [tuple(row.cells) for row in found.rows()] == [("F1", "P1", 12.5, None), ("F1", None, None, True)]
    member = {"ref": "P1", "role": "applicant", "budget": [{"kind": "wage", "month": "2026-08", "amount": 0}]}
    nested = {"households": [{"ref": "F1", "rent": 300, "members": [member]}]}
    found = table(json.dumps(nested))
    assert found.headers == (
        "household.ref",
        "household.rent",
        "member.ref",
        "member.role",
        "budget.wage 2026-08",
    )
    assert rows(json.dumps(nested)) == [("F1", 300, "P1", "applicant", 0)]


def test_json_lines_at_fault_do_not_stop_the_others():
    text = json.dumps([{"foyer": ["F1"]}, {"foyer": "F2"}, {"foyer": "F3", "members": "x"}])
    assert [bool(row.fault) for row in table(text).rows()] == [True, False, True]
