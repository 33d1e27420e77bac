"""Minutes typed are never lost; they and the record of decisions leave as files that are read again here."""

from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.files.checks import checked
from maillage.governance.models import Amendment, Decision, Minutes, MinutesDraft, Tally
from maillage.governance.tests.factories import (
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SAID = "1. Louer une salle\n\nLe prix est <discuté> & retenu.\nDeux lignes.\n\n2. Divers\n\nRien.\x0b"


class World:
    def __init__(self):
        with become("maintenance"):
            self.secretary, self.other = make_member(Role.ANIMATOR), make_member(Role.ANIMATOR)
            self.member = make_member(Role.SOCIAL_WORKER)
        self.committee = make_committee(self.secretary.structure, name="Comité du Cher")
        for one in (self.secretary, self.other):
            make_duty(self.committee, one.user)
        make_seat(self.committee, user=self.member.user)
        self.meeting = make_gathering(self.committee, title="Plénière de juin", held_at=timezone.now())
        item = make_item(self.meeting, "Louer une salle")
        make_item(self.meeting, "Divers", position=2)
        with become("maintenance"):
            self.minutes = Minutes.objects.create(gathering=self.meeting, text=SAID, shared_at=timezone.now())
            told = {"kind": "decide", "text": "Louer", "adopted": True, "decided_at": timezone.now()}
            decision = Decision.objects.create(
                committee=self.committee, gathering=self.meeting, item=item, owner="La présidente", **told
            )
            college = self.committee.colleges.first()
            Tally.objects.create(decision=decision, college=college, present=3, in_favour=2)

    def url(self, name, *args):
        return reverse(f"governance:{name}", args=[self.meeting.public_id, *args])

    def file(self, name):
        answer = client_of(self.member).get(self.url(name))
        assert answer.status_code == 200
        return answer.content

    def draft(self, who, text, version=1, **told):
        typed = {"text": text, "version": version}
        return client_of(who).post(self.url("keep_minutes_draft"), typed, **told)


@pytest.fixture
def world():
    return World()


# Drafts


def test_what_is_typed_is_found_again_by_who_typed_it_alone(world):
    answer = world.draft(world.secretary, "  Phrase en cours\n", **HTMX)
    assert "Brouillon gardé" in answer.content.decode()
    form = client_of(world.secretary).get(world.url("write_minutes")).content.decode()
    assert "Phrase en cours" in form
    assert "Vous reprenez votre brouillon" in form
    assert "Phrase en cours" not in client_of(world.other).get(world.url("write_minutes")).content.decode()
    with become("maintenance"):
        assert Minutes.objects.get().text == SAID
    client_of(world.secretary).post(world.url("write_minutes"), {"text": "Phrase finie", "version": 1})
    with become("maintenance"):
        assert (Minutes.objects.get().text, MinutesDraft.objects.count()) == ("Phrase finie", 0)


def test_a_draft_older_than_the_minutes_says_so_and_saves_over_nobody(world):
    world.draft(world.secretary, "Mon texte")
    client_of(world.other).post(world.url("write_minutes"), {"text": "Son texte", "version": 1})
    said = world.draft(world.secretary, "Mon texte, suite", **HTMX).content.decode()
    assert "vous verrez les deux textes" in said
    form = client_of(world.secretary).get(world.url("write_minutes")).content.decode()
    assert "Mon texte, suite" in form
    answer = client_of(world.secretary).post(
        world.url("write_minutes"), {"text": "Mon texte, suite", "version": 1}
    )
    assert answer.status_code == 409
    assert "Son" in answer.content.decode()
    with become("maintenance"):
        assert Minutes.objects.get().text == "Son texte"


def test_a_draft_is_thrown_away_and_a_member_keeps_none(world):
    world.draft(world.secretary, "À jeter")
    client_of(world.secretary).post(world.url("discard_minutes_draft"))
    assert "À jeter" not in client_of(world.secretary).get(world.url("write_minutes")).content.decode()
    assert world.draft(world.member, "Intrus").status_code == 403
    said = world.draft(world.secretary, "x" * 100_001, **HTMX).content.decode()
    assert "trop long" in said
    plain = world.draft(world.secretary, "x" * 100_001)
    assert (plain.status_code, "trop long" in plain.content.decode()) == (403, True)
    with become("maintenance"):
        assert not MinutesDraft.objects.exists()


def test_a_change_asked_for_is_shown_beside_today_s_words(world):
    with become("maintenance"):
        asked = Amendment.objects.create(
            record=self_minutes(world), user=world.member.user, passage="retenu", proposal="écarté"
        )
    for url in (world.url("minutes"), world.url("answer_amendment", asked.pk)):
        page = client_of(world.secretary).get(url).content.decode()
        assert "<del>retenu</del>" in page
        assert "<ins>écarté</ins>" in page


def self_minutes(world):
    return Minutes.objects.get(pk=world.minutes.pk)


# Files


def test_minutes_in_word_have_a_title_headings_and_their_language(world):
    document = docx.Document(BytesIO(world.file("minutes_docx")))
    headings = [(one.style.name, one.text) for one in document.paragraphs if "Heading" in one.style.name]
    assert headings == [
        ("Heading 1", "Compte rendu\u00a0: Plénière de juin"),
        ("Heading 2", "1. Louer une salle"),
        ("Heading 2", "2. Divers"),
    ]
    assert "Le prix est <discuté> & retenu.\nDeux lignes." in [one.text for one in document.paragraphs]
    told = document.core_properties
    assert (told.title, told.language) == ("Compte rendu\u00a0: Plénière de juin", "fr-FR")
    assert 'w:val="en-US"' not in document.styles.element.xml


def test_the_record_in_word_has_its_votes_under_a_header_row(world):
    document = docx.Document(BytesIO(world.file("record_docx")))
    votes = document.tables[-1]
    assert [cell.text for cell in votes.rows[0].cells] == [
        "Collège",
        "Présents",
        "Pour",
        "Contre",
        "Abstentions",
    ]
    assert [cell.text for cell in votes.rows[1].cells][1:] == ["3", "2", "0", "0"]
    assert "w:tblHeader" in votes.rows[0]._tr.xml


def opened(content):
    """The type, said first and not compressed, and the parts, each of which is XML."""
    archive = ZipFile(BytesIO(content))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    names = [name for name in archive.namelist() if name.endswith(".xml")]
    return {name: ElementTree.fromstring(archive.read(name)) for name in names}


def test_minutes_in_opendocument_have_the_same(world):
    parts = opened(world.file("minutes_odt"))
    content = parts["content.xml"]
    headings = [(one.get(f"{TEXT}outline-level"), one.text) for one in content.iter(f"{TEXT}h")]
    assert headings == [
        ("1", "Compte rendu\u00a0: Plénière de juin"),
        ("2", "1. Louer une salle"),
        ("2", "2. Divers"),
    ]
    paragraphs = ["".join(one.itertext()) for one in content.iter(f"{TEXT}p")]
    assert "Le prix est <discuté> & retenu.Deux lignes." in paragraphs
    assert len(list(content.iter(f"{TEXT}line-break"))) == 1
    languages = {one.get(f"{FO}language") for one in parts["styles.xml"].iter() if one.get(f"{FO}language")}
    assert languages == {"fr"}
    assert "Plénière de juin" in "".join(parts["meta.xml"].itertext())


def test_the_record_in_opendocument_has_its_header_rows_and_is_a_file_that_this_platform_takes(world):
    content = world.file("record_odt")
    header = list(opened(content)["content.xml"].iter(f"{TABLE}table-header-rows"))
    assert "Pour" in "".join(header[-1].itertext())
    assert checked("releve.odt", content).kind == "odt"
    assert checked("releve.docx", world.file("record_docx")).kind == "docx"


def test_minutes_in_pdf_and_for_whom_they_are(world):
    assert world.file("minutes_pdf").startswith(b"%PDF")
    assert Client().get(world.url("minutes_docx")).status_code == 404
    later = make_gathering(world.committee, timezone.now() + timedelta(days=30))
    with become("maintenance"):
        told = {"approved_at": timezone.now(), "approved_in": later, "digest": "a" * 64}
        Minutes.objects.filter(pk=world.minutes.pk).update(**told)
    document = docx.Document(BytesIO(Client().get(world.url("minutes_docx")).content))
    assert "Approuvé à la séance du" in document.paragraphs[1].text
