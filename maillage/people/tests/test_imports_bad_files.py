"""Whatever is dropped: a French sentence, never an error page, never half an import."""

import io
import random
import zipfile
from collections import Counter

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.imports.enums import ImportState
from maillage.people.models import Import
from maillage.people.tests.importing import (
    asked,
    checked,
    counts,
    dropped,
    file_of,
    household_rows,
    page,
    reload,
    some_households,
    upload,
    work,
)
from maillage.sheets import FileError
from tests.plugin import become, undone

pytestmark = pytest.mark.django_db
IMPORTS = "/personnes/imports/"
MUTATIONS = 300
BY_THE_PAGES = 5
"""One mutated file in so many goes through the pages; the others through the same actions, quicker."""
NASTY = (
    "", " ", "\0", "\x07", "\ufeff", "\u202e", "\ud7ff", "😀" * 60, "=cmd|' /C calc'!A0", "'", '"', '";"', "\r", "\n", "\\",
    "{", "}", "{NULL}", "NULL", "NaN", "inf", "1e999", "9" * 400, "-1", "31/02/1990", "00/00/0000", "1890", "٣", "½", "²",
    "oui non", "Jean et Marie", "<script>", "%s%n", "{{7*7}}", "../../etc/passwd", "true", "x" * 500, "2026-13", "1,234",
    "99999999999999999999", "9999999.999", "0.005", "F1", "foyer", "demandeur", "conjoint",
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    return settings.MAILLAGE_FILES / "imports"


@pytest.fixture
def worker(client):
    with become("maintenance"):
        return signed_in(client, Role.SOCIAL_WORKER)


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def rezipped(data: bytes, change) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name in {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}:
                content = change(content)
            archive.writestr(name, content)
    return target.getvalue()


BAD = {
    "empty": (b"", "foyers.xlsx", "vide"),
    "blank": (b" \n \n", "foyers.csv", "aucune ligne"),
    "bytes": (bytes(range(256)) * 20, "foyers.xlsx", "."),
    "an old workbook, or one with a password": (
        b"\xd0\xcf\x11\xe0" + bytes(600),
        "foyers.xls",
        "sans mot de passe",
    ),
    "a bomb": (zipped("xl/worksheets/sheet1.xml", bytes(200 * 2**20)), "foyers.xlsx", "démesuré"),
    "another zip": (zipped("lettre.txt", b"bonjour"), "foyers.xlsx", "n&#x27;est pas un classeur Excel"),
    "a PDF under a false name": (b"%PDF-1.7 bonjour", "foyers.xlsx", "un PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "foyers.csv", "une image"),
    "a page": (b"<!DOCTYPE html><p>", "foyers.csv", "une page web"),
    "no header": (b"1;2;3\n4;5;6\n", "foyers.csv", "en-têtes"),
    "no column": (b";;;\n;;;\n", "foyers.csv", "aucune ligne"),
    "twice the same column": (b"foyer;nom;nom\nF1;A;B\n", "foyers.csv", "Deux colonnes"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_is_refused_in_a_sentence(client, worker, folder, case):
    data, name, sentence = BAD[case]
    answer = client.post(IMPORTS, {"file": upload(data, name)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not folder.exists() or list(folder.iterdir()) == []


def test_no_file_at_all_is_told(client, worker):
    answer = client.post(IMPORTS, {})
    assert (answer.status_code, "Choisissez un fichier" in answer.content.decode()) == (422, True)


def test_a_file_too_heavy_is_told(client, worker, settings):
    settings.IMPORT_MEGABYTES = 1
    answer = client.post(IMPORTS, {"file": upload(bytes(1_100_000), "foyers.csv")})
    assert (answer.status_code, "trop lourd" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "name", ["foyers.pdf", "foyers", "é😀\x00\n<b>.xlsx", "x" * 300 + ".xlsx", "../../../etc/passwd"]
)
def test_the_name_does_not_matter(client, worker, name):
    answer = client.post(IMPORTS, {"file": upload(file_of(household_rows(1)), name)})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert client.get(IMPORTS).status_code == 200


def test_a_csv_named_xlsx_is_read_for_what_it_is(worker):
    assert (
        checked(worker, dropped(worker, file_of(household_rows(1), "csv"), "foyers.xlsx")).counts["create"]
        == 1
    )


def test_a_file_of_refused_households_only_is_not_imported(client, worker):
    source = checked(worker, dropped(worker, file_of(household_rows(1, loyer="cher"))))
    text = client.get(page("import", source)).content.decode()
    assert "Aucun foyer ne peut être importé" in text
    answer = client.post(page("import_write", source), follow=True)
    assert "aucun foyer à importer" in answer.content.decode()


def spoiled(data: bytes, draw: random.Random) -> bytes:
    return draw.choice([flipped, cut, stuttered, retyped, retyped, retyped])(data, draw)


def flipped(data, draw):
    changed = bytearray(data)
    for _ in range(draw.randint(1, 10)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def cut(data, draw):
    return data[: draw.randrange(1, len(data))]


def stuttered(data, draw):
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[:start] + data[start:end] * draw.randint(0, 3) + data[end:]


def retyped(data, draw):
    """Some cells replaced by nasty strings."""
    if data.startswith(b"PK"):
        return rezipped(data, lambda xml: _retyped(xml, draw, b"<>"))
    return _retyped(data, draw, b";")


def _retyped(data, draw, separators):
    first, last = separators[:1], separators[-1:]
    cells = data.split(first)
    for _ in range(draw.randint(1, 4)):
        place, nasty = draw.randrange(len(cells)), draw.choice(NASTY).encode("utf-8", "surrogatepass")
        kept, found, _ = cells[place].partition(last) if first != last else (b"", b"", b"")
        cells[place] = kept + found + nasty
    return first.join(cells)


def brought_in(client, worker, data: bytes, name: str, by_the_pages: bool) -> str:
    """How far the file went: "not a table", "no columns", or the state of its import once written."""
    if not by_the_pages:
        return _by_actions(worker, data, name)
    answer = client.post(IMPORTS, {"file": upload(data, name)})
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        return "not a table"
    form = client.get(answer.url).context["form"]
    typed = {field.html_name: field.initial for field in form.columns()}
    sent = client.post(answer.url, {**typed, "last_month": form.fields["last_month"].choices[0][0]})
    assert sent.status_code in (302, 422)
    if sent.status_code == 422:
        return "no columns"
    with become("maintenance"):
        source = Import.objects.latest("created_at")
    work(worker, source)
    for url in (page("import", source), page("import_report", source, "csv")):
        assert client.get(url, follow=True).status_code in (200, 404)
    client.post(page("import_write", source))
    return _ended(worker, source)


def _by_actions(worker, data, name):
    try:
        source = dropped(worker, data, name)
    except FileError as error:
        return "not a table" if error.sentence.endswith(".") else error.sentence
    if checked(worker, source).counts.get("create"):
        asked(worker, source)
    return _ended(worker, source)


def _ended(worker, source):
    """Written whole, or nothing at all."""
    if reload(source).state == ImportState.WRITING:
        work(worker, source)
    ended = reload(source)
    households, persons, members, lines, attachments = counts()
    whole = tuple(ended.written.get(name, 0) for name in ("create", "persons", "persons", "budget"))
    assert (households, persons, members, lines) == whole
    assert attachments == households + persons
    assert (ended.state == ImportState.WRITTEN) == bool(households)
    return str(ended.state)


def test_spoiled_files(client, worker):
    """Each is refused in a sentence or brought in whole; what it brought in is undone before the next. Two thousand more go
    through the readers alone: `sheets/tests/test_mutations.py`."""
    originals = [(file_of(some_households(3), kind), f"foyers.{kind}") for kind in ("xlsx", "csv")]
    draw, seen = random.Random(20261124), Counter()
    for number in range(MUTATIONS):
        data, name = originals[number % 2]
        with undone():
            seen[brought_in(client, worker, spoiled(data, draw), name, number % BY_THE_PAGES == 0)] += 1
    assert sum(seen.values()) == MUTATIONS
    assert counts() == (0, 0, 0, 0, 0)
    assert min(seen[one] for one in ("not a table", "no columns", "dropped", "checked", "written")) > 0, seen
