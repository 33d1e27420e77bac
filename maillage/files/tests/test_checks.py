"""Each kind that is kept, and each refusal with its sentence, on real files."""

import io
import os
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from maillage.files import refusals
from maillage.files.checks import Checked, checked
from maillage.files.kinds import MEDIA_TYPES, Kind
from maillage.files.refusals import Refused
from maillage.files.tests import samples


def refusal(content, name="piece.pdf"):
    with pytest.raises(Refused) as refused:
        checked(name, content)
    return refused.value.reason


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.pdf(), Kind.PDF),
        (samples.pdf(linearize=True), Kind.PDF),
        (b"\n" + samples.pdf(), Kind.PDF),
        (samples.picture("JPEG"), Kind.JPEG),
        (samples.picture("JPEG", progressive=True), Kind.JPEG),
        (samples.picture("JPEG", mode="L"), Kind.JPEG),
        (samples.picture("JPEG", mode="CMYK"), Kind.JPEG),
        (samples.picture("PNG"), Kind.PNG),
        (samples.picture("PNG", mode="P"), Kind.PNG),
        (samples.picture("PNG", mode="1"), Kind.PNG),
        (samples.picture("WEBP"), Kind.WEBP),
        (samples.picture("WEBP", lossless=True), Kind.WEBP),
        (samples.TEXT, Kind.TEXT),
        ("\ufeffavec marque\r\n".encode(), Kind.TEXT),
        (b"MZ comme Mme Zola", Kind.TEXT),
        (samples.docx(), Kind.DOCX),
        (samples.xlsx(), Kind.XLSX),
        (samples.odt(), Kind.ODT),
    ],
)
def test_each_kind_is_known_by_its_content(content, kind):
    found = checked("sans extension", content)
    assert (found.kind, found.media_type) == (kind, MEDIA_TYPES[kind])
    assert found.name == f"sans extension.{kind}"
    assert isinstance(checked(found.name, found.content), Checked)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", refusals.EMPTY),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(80), refusals.HEIC),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heic" + bytes(80), refusals.HEIC),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + bytes(80), refusals.HEIC),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", refusals.SVG),
        (b"<?xml version='1.0'?>\n<!-- dessin -->\n<svg:svg xmlns:svg='urn:x'/>", refusals.SVG),
        (b"<!DOCTYPE html><title>x</title>", refusals.HTML),
        (b"  \n<HTML><body onload=alert(1)>", refusals.HTML),
        (b"\xef\xbb\xbf<script>alert(1)</script>", refusals.HTML),
        (b"Bonjour <script src=//x></script>", refusals.HTML),
        (b"<?xml version='1.0'?><a/>", refusals.HTML),
        (b"<?php system('id');", refusals.HTML),
        (b"MZ\x90\x00\x03" + bytes(100), refusals.PROGRAM),
        (b"\x7fELF\x02\x01\x01" + bytes(100), refusals.PROGRAM),
        (b"#!/bin/sh\necho bonjour\n", refusals.PROGRAM),
        (samples.zipped({"a.txt": b"a"}), refusals.ARCHIVE),
        (samples.zipped({}), refusals.ARCHIVE),
        (samples.zipped({"META-INF/MANIFEST.MF": b"", "a.class": b"\xca\xfe\xba\xbe"}), refusals.ARCHIVE),
        (b"Rar!\x1a\x07\x01\x00", refusals.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", refusals.ARCHIVE),
        (b"\x1f\x8b\x08\x00", refusals.ARCHIVE),
        (bytes(257) + b"ustar" + bytes(100), refusals.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), refusals.OLD_OFFICE),
        (b"{\\rtf1 bonjour}", refusals.OTHER_OFFICE),
        (samples.picture("GIF"), refusals.OTHER_IMAGE),
        (samples.picture("BMP"), refusals.OTHER_IMAGE),
        (samples.picture("TIFF"), refusals.OTHER_IMAGE),
        ("Reçu le 3 décembre".encode("cp1252"), refusals.NOT_UTF8),
        ("Reçu le 3 décembre".encode("utf-16"), refusals.NOT_UTF8),
        (b"\x00\x01\x02\x03", refusals.UNKNOWN),
        (b"ID3\x03\x00\x00" + bytes(100), refusals.UNKNOWN),
    ],
)
def test_what_is_not_a_document_is_refused_with_its_own_sentence(content, sentence):
    assert refusal(content) == sentence


def test_every_sentence_says_what_to_do():
    sentences = [value for name, value in vars(refusals).items() if name.isupper() and name != "ACCEPTED"]
    assert len(sentences) >= 20
    assert len(set(sentences)) == len(sentences)
    verbs = ("nvoyez", "hoisissez", "eprenez", "nregistrez")
    assert [one for one in sentences if "'" in one or not any(verb in one for verb in verbs)] == []


def test_a_pdf_named_xlsx_is_a_pdf():
    assert checked("budget.xlsx", samples.pdf()).name == "budget.pdf"
    assert checked("budget.xlsx.exe", samples.pdf()).name == "budget.pdf"


def test_a_program_named_pdf_is_a_program():
    assert refusal(b"MZ\x90\x00" + bytes(200), "facture.pdf") == refusals.PROGRAM


def test_heavy_files():
    assert refusal(b"a" * 10_000_001) == refusals.TOO_HEAVY
    assert checked("a", b"a" * 10_000_000).kind == Kind.TEXT
    assert refusal(samples.pdf() + b"%" * 10_000_001) == refusals.TOO_HEAVY
    assert refusal(samples.picture() + bytes(30_000_000)) == refusals.PHOTO_TOO_HEAVY


# Images


def noise(size, kind, **options):
    target = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(target, kind, **options)
    return target.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_photo_of_30_mb_is_made_smaller():
    photo = noise((3000, 2400), "JPEG", quality=100, subsampling=0)
    photo += bytes(29_900_000 - len(photo))
    found = checked("IMG_0001.JPG", photo)
    assert found.name == "IMG_0001.jpg"
    assert opened(found.content).size == (2400, 1920)
    assert len(found.content) < 10_000_000


def test_a_heavy_png_becomes_a_jpeg():
    found = checked("capture.png", noise((2400, 2400), "PNG", compress_level=1))
    assert (found.kind, found.name) == (Kind.JPEG, "capture.jpg")
    assert len(found.content) < 10_000_000


def test_where_and_with_what_a_photo_was_taken_is_dropped_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Appareil secret"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0)})
    photo = samples.picture("JPEG", exif=exif, comment=b"secret", icc_profile=b"secret" * 30)
    found = opened(checked("a.jpg", photo).content)
    assert found.size == (40, 60)
    assert dict(found.getexif()) == {}
    assert {"exif", "comment", "icc_profile", "xmp"} & set(found.info) == set()
    assert b"secret" not in checked("a.jpg", photo).content


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_stays(kind):
    found = opened(checked("a", samples.picture(kind, mode="RGBA")).content)
    assert found.convert("RGBA").getpixel((50, 30))[3] == 0


def test_a_grey_scan_of_16_bits_keeps_its_greys():
    target = io.BytesIO()
    Image.new("I;16", (10, 10), 128 * 256).save(target, "PNG")
    assert opened(checked("scan", target.getvalue()).content).getpixel((5, 5)) == 128


def test_what_is_appended_to_an_image_is_gone():
    polyglot = samples.picture("PNG") + samples.zipped({"evil.js": b"alert(1)" * 30})
    assert zipfile.is_zipfile(io.BytesIO(polyglot))
    kept = checked("a.png", polyglot).content
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    hidden = (
        samples.picture("JPEG", comment=b"<script>alert(1)</script>") + b"<html><script>alert(2)</script>"
    )
    assert b"script" not in checked("a.jpg", hidden).content


def png_of(width, height):
    """Says its size, and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    framed = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


@pytest.mark.parametrize("size", [(9000, 8000), (12_000, 9000), (60_000, 60_000)])
@pytest.mark.filterwarnings("ignore")
def test_an_image_that_would_fill_the_memory_is_refused(size):
    assert refusal(png_of(*size)) == refusals.IMAGE_TOO_LARGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_cut_image_is_refused(kind):
    whole = samples.picture(kind, size=(300, 200))
    assert refusal(whole[: len(whole) // 2]) == refusals.BROKEN_IMAGE


# PDF


def test_a_cut_pdf_is_refused():
    whole = samples.pdf()
    assert refusal(whole[: len(whole) // 2]) == refusals.BROKEN_PDF
    assert refusal(b"%PDF-1.7\nrien du tout\n%%EOF") == refusals.BROKEN_PDF


def test_a_locked_pdf_is_refused():
    for user in ("secret", ""):
        lock = pikepdf.Encryption(owner="other", user=user)
        assert refusal(samples.pdf(encryption=lock)) == refusals.LOCKED_PDF


def test_a_pdf_that_swells_is_refused_without_filling_the_memory():
    """An object stream of 200 MB of spaces, in 200 KB."""
    packed = zlib.compress(b"1 0 " + b" " * 200_000_000, 9)
    head = b"%PDF-1.7\n"
    stream = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    table = b"".join(struct.pack(">BIB", *row) for row in [(0, 0, 255), (2, 2, 0), (1, len(head), 0)])
    body = head + stream + packed + b"\nendstream endobj\n"
    cross = b"3 0 obj\n<</Type/XRef/Size 3/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%b\nendstream endobj\n" % (
        len(table),
        table,
    )
    assert refusal(body + cross + b"startxref\n%d\n%%%%EOF" % len(body)) == refusals.BROKEN_PDF


def armed(pdf):
    """Everything that acts, in each place where it may."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('secret')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="secret.exe")
    web = pikepdf.Dictionary(
        S=pikepdf.Name.URI, URI="https://www.caf.fr", Next=pikepdf.Array([launch, script])
    )
    trap = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:secret()")
    page = pdf.pages[0].obj
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    page.AA = pikepdf.Dictionary(O=launch)
    pdf.attachments["secret.exe"] = b"secret"
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array(["a", pdf.make_indirect(script)]))
    pdf.Root.AcroForm = pikepdf.Dictionary(
        XFA=pdf.make_stream(b"<secret/>"),
        Fields=pikepdf.Array([pikepdf.Dictionary(T="a", AA=pikepdf.Dictionary(K=script))]),
    )
    rectangle = pikepdf.Array([0, 0, 50, 50])

    def annotation(subtype, **entries):
        made = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=rectangle, **entries)
        made.Subtype = pikepdf.Name(f"/{subtype}")
        return pdf.make_indirect(made)

    page.Annots = pikepdf.Array(
        [
            annotation("Link", A=web),
            annotation("Link", A=launch),
            annotation("Link", A=pdf.make_indirect(trap)),
            annotation("Widget", AA=pikepdf.Dictionary(E=script, D=launch)),
            annotation("FileAttachment", FS=pikepdf.Dictionary(F="secret.exe")),
            annotation("Screen", A=pikepdf.Dictionary(S=pikepdf.Name.Rendition, JS="secret()")),
        ]
    )
    item = pikepdf.Dictionary(Title="a", A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://secret"))
    pdf.Root.AcroForm.Fields.append(page.Annots[3])
    pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=pdf.make_indirect(item)))


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_nothing_that_acts_stays_in_a_pdf(mode):
    kept = checked("a.pdf", samples.pdf(armed, object_stream_mode=mode)).content
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        readable = io.BytesIO()
        pdf.save(readable, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert len(pdf.pages) == 2
        assert b"Bonjour" in pdf.pages[0].Contents.read_bytes()
        assert [str(a.get("/A").URI) if "/A" in a else "" for a in pdf.pages[0].Annots] == [
            "https://www.caf.fr",
            "",
            "",
            "",
        ]
    for trace in (
        b"secret",
        b"JavaScript",
        b"Launch",
        b"OpenAction",
        b"/AA",
        b"XFA",
        b"Embedded",
        b"SubmitForm",
    ):
        assert trace not in readable.getvalue()


def test_a_pdf_that_is_also_something_else_is_only_a_pdf():
    polyglot = samples.pdf() + b"\n" + samples.zipped({"evil.js": b"alert(1)"})
    kept = checked("a.pdf", polyglot + b"%%EOF").content
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    assert refusal(b"<script>alert(1)</script>" + samples.pdf()) == refusals.HTML
    assert refusal(b"GIF89a/*" + samples.pdf()) == refusals.OTHER_IMAGE


# Word, Excel, LibreOffice


MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_MAIN = f"{samples.OPENXML}.wordprocessingml.template.main+xml"
SLIDES_MAIN = f"{samples.OPENXML}.presentationml.presentation.main+xml"
HIDDEN = '<T><O ContentType="application/vnd.ms-office.vba&#80;roject"/></T>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (samples.docx({"word/vbaProject.bin": b"\xd0\xcf"}), refusals.MACROS),
        (samples.docx(main=MACRO_MAIN), refusals.MACROS),
        (samples.docx({"word/activeX/activeX1.xml": "<a/>"}), refusals.MACROS),
        (samples.docx({"word/embeddings/oleObject1.bin": b"MZ"}), refusals.MACROS),
        (samples.docx({"xl/macrosheets/sheet1.xml": "<a/>"}), refusals.MACROS),
        (samples.docx({"word/other.xml": HIDDEN}), refusals.MACROS),
        (samples.docx({"word/a.xml": "<a>DDEAUTO cmd</a>"}), refusals.MACROS),
        (samples.odt({"Basic/script-lc.xml": "<a/>"}), refusals.MACROS),
        (samples.odt({"Object 1": b"\xd0\xcf"}), refusals.MACROS),
        (samples.odt(content="<script:event-listener xmlns:script='urn:s'/>"), refusals.MACROS),
        (samples.docx(relations=samples.relation("attachedTemplate", "http://x/a.dotm")), refusals.REMOTE),
        (samples.docx(relations=samples.relation("image", "\\\\x\\a.png")), refusals.REMOTE),
        (samples.docx(relations=samples.relation("oleObject", "mhtml:http://x")), refusals.REMOTE),
        (samples.docx(relations=samples.relation("frame", "file://x/a")), refusals.REMOTE),
        (samples.odt(content="<draw:image xlink:href='https://x/a.png'/>"), refusals.REMOTE),
        (samples.docx(main=TEMPLATE_MAIN), refusals.OTHER_OFFICE),
        (samples.docx(main=SLIDES_MAIN), refusals.OTHER_OFFICE),
        (samples.odt(mimetype="application/vnd.oasis.opendocument.spreadsheet"), refusals.OTHER_OFFICE),
        (samples.odt({"META-INF/manifest.xml": "<m><encryption-data/></m>"}), refusals.LOCKED_OFFICE),
        (samples.docx({"../evil.txt": b"a"}), refusals.BROKEN_OFFICE),
        (samples.docx({"word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), refusals.BROKEN_OFFICE),
        (samples.docx({"word/a.xml": "<a/>".encode("utf-16")}), refusals.BROKEN_OFFICE),
        (samples.docx({"word/a.xml": "<?xml version='1.0' encoding='utf-7'?><a/>"}), refusals.BROKEN_OFFICE),
        (samples.docx({"word/a.xml": "<a>"}), refusals.BROKEN_OFFICE),
        (samples.docx({"word/a.png": "<a>"}), refusals.BROKEN_OFFICE),
        (samples.docx({f"word/{n}.xml": "<a/>" for n in range(2000)}), refusals.SWOLLEN),
    ],
)
def test_a_document_that_acts_is_refused(content, sentence):
    assert refusal(content) == sentence


@pytest.mark.parametrize(
    "content",
    [
        samples.docx(relations=samples.relation("hyperlink", "https://www.caf.fr")),
        samples.docx(relations=samples.relation("attachedTemplate", "file:///C:\\Modeles\\Note.dotm")),
        samples.docx({"word/printerSettings/printerSettings1.bin": b"\x00"}),
        samples.odt(
            content="<text:a xlink:href='https://www.caf.fr'/><draw:image xlink:href='Pictures/1.png'/>"
        ),
        samples.odt({"Object 1/content.xml": "<a/>", "ObjectReplacements/Object 1": b"\x00"}),
    ],
)
def test_an_ordinary_document_is_kept(content):
    assert checked("a", content).kind in (Kind.DOCX, Kind.ODT)


def test_a_zip_bomb_is_refused():
    bomb = samples.docx({"word/document.xml": b"<a>" + b" " * 90_000_000 + b"</a>"})
    assert len(bomb) < 200_000
    assert refusal(bomb) == refusals.SWOLLEN
    assert refusal(samples.docx({"word/a.xml": bytes(101_000_000)})) == refusals.SWOLLEN


def test_a_part_that_lies_about_its_size_is_refused():
    bomb = samples.docx({"word/z.xml": b"<a>" + b" " * 90_000_000 + b"</a>"})
    true, said = struct.pack("<I", 90_000_007), struct.pack("<I", 40)
    assert bomb.count(true) == 2
    assert refusal(bomb.replace(true, said)) == refusals.BROKEN_OFFICE


def test_a_cut_document_is_refused():
    for whole in (samples.docx(), samples.xlsx(), samples.odt()):
        assert refusal(whole[: len(whole) // 2]) == refusals.BROKEN_OFFICE


def test_what_is_beside_the_parts_is_gone_and_the_order_stays():
    odd = samples.odt() + b"<script>alert(1)</script>"
    kept = checked("a.odt", odd).content
    assert b"script" not in kept
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.testzip() is None


def test_a_protected_workbook_says_so():
    """Word and Excel wrap what they encrypt in the former format."""
    assert "mot de passe" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
