"""Small valid files of each kind, made by the libraries that people's programs use."""

import io
import zipfile

import pikepdf
import xlsxwriter
from PIL import Image, ImageDraw

OPENXML = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    target = io.BytesIO()
    image = Image.new(mode, size)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=200 if mode == "L" else "red")
    image.save(target, kind, **options)
    return target.getvalue()


def pdf(change=lambda pdf: None, **options):
    """`change` receives the document, of two pages, before it is saved."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(2):
            made.add_blank_page(page_size=(200, 200))
        made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf (Bonjour) Tj ET")
        change(made)
        made.save(target, **options)
    return target.getvalue()


def zipped(parts, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", options.get("packing", zipfile.ZIP_DEFLATED)) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def docx_parts(main=f"{OPENXML}.wordprocessingml.document.main+xml", relations=""):
    return {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Target="word/document.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "word/document.xml": '<w:document xmlns:w="urn:w"><w:body><w:p>Bonjour</w:p></w:body></w:document>',
    }


def relation(kind, target):
    return f'<Relationship Id="r9" TargetMode="External" Type="urn:relationships/{kind}" Target="{target}"/>'


def docx(extra=None, **options):
    return zipped(docx_parts(**options) | (extra or {}))


def xlsx(act=lambda book: None):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet().write("A1", "Bonjour")
    act(book)
    book.close()
    return target.getvalue()


def odt(extra=None, content="Bonjour", mimetype="application/vnd.oasis.opendocument.text"):
    parts = {
        "mimetype": mimetype,
        "content.xml": '<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:draw="urn:d" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{content}</office:document-content>',
        "META-INF/manifest.xml": "<manifest/>",
    }
    return zipped(parts | (extra or {}))


TEXT = "Reçu le 3 décembre : attestation d’hébergement.\n".encode()
