"""Papers: checked before anything is written, sealed, read by whom their level says, journaled, never shown as a page."""

import os
import resource
import signal
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.files.refusals import Refused
from maillage.files.tests.samples import pdf, picture
from maillage.files.uploads import Upload
from maillage.people.legal import load_legal_bases
from maillage.people.models import LegalBasis
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import documents as actions
from maillage.support.models import Act, Document
from maillage.support.queries import work
from maillage.support.tests.factories import make_document
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path
    return lambda: [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.fixture
def person(worker):
    with become("maintenance"):
        someone = make_person()
        attach(worker, someone)
        return someone


def add(client, person, name="scan.pdf", content=None, **typed):
    told = {"title": "Avis d’impôt 2026", "kind": "resources", "audience": "team", "shared": "yes", **typed}
    file = SimpleUploadedFile(name, pdf() if content is None else content)
    return client.post(reverse("support:new_document", args=[person.pk]), {**told, "file": file})


def url_of(document):
    return reverse("support:document", args=[document.person_id, document.pk])


def test_dropped_sealed_listed_and_handed_over_as_a_file(client, worker, person, kept):
    assert add(client, person).status_code == 302
    with become("maintenance"):
        document = Document.objects.get()
        assert [one.what for one in Act.objects.all()] == ["Document ajouté"]
    (file,) = kept()
    assert b"%PDF" not in file.read_bytes()
    page = client.get(reverse("support:documents", args=[person.pk])).content.decode()
    assert "Avis d’impôt 2026" in page
    answer = client.get(url_of(document))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    with become("maintenance"):
        line = Entry.objects.get(verb="read_document")
        assert (line.object_id, line.details["document"]) == (str(person.pk), str(document.pk))


def test_a_photo_of_more_than_twenty_megabytes_is_taken_and_made_smaller(client, person):
    size = (4000, 3000)
    target = BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(target, "JPEG", quality=100)
    content = target.getvalue()
    assert 20_000_000 < len(content) < 30_000_000
    assert add(client, person, "photo.jpg", content).status_code == 302
    with become("maintenance"):
        document = Document.objects.get()
        assert (document.name, document.media_type) == ("photo.jpg", "image/jpeg")
        assert document.size < 10_000_000


SCRIPTED = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("dessin.svg", SCRIPTED, "Les dessins SVG ne sont pas acceptés"),
        ("renomme.pdf", b"MZ\x90\x00" + bytes(300), "n’est pas accepté"),
        ("abime.pdf", b"%PDF-1.7 rien", "Ce PDF est abîmé"),
        ("abime.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "Cette image est abîmée"),
        ("vide.pdf", b"", "vide"),
        ("lourd.txt", b"a" * 10_000_001, "dépasse 10 Mo"),
        ("enorme.jpg", b"\xff\xd8\xff" + bytes(30_000_001), "30 Mo"),
    ],
)
def test_a_refused_file_gets_a_sentence_and_loses_nothing_typed(
    client, person, kept, name, content, sentence
):
    answer = add(client, person, name, content, title="Ma lettre", audience="circle:housing")
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors["file"])
    assert (form["title"].value(), form["audience"].value()) == ("Ma lettre", "circle:housing")
    assert kept() == []
    with become("maintenance"):
        assert not Document.objects.exists()


@pytest.fixture
def law():
    with become("maintenance"):
        load_legal_bases(LegalBasis, using="default")
        return LegalBasis.objects.get(pk="child_protection")


def test_a_disk_that_is_full_gets_a_sentence_and_keeps_nothing(client, person, kept):
    with files_no_larger_than(20_000):
        page = add(client, person, name="photo.png", content=noise(), title="Avis 2026")
    assert page.status_code == 422
    assert "plus de place" in page.text
    assert "Avis 2026" in page.text
    with become("maintenance"):
        assert (Document.objects.count(), Act.objects.count(), kept()) == (0, 0, [])
    assert add(client, person).status_code == 302


@contextmanager
def files_no_larger_than(size):
    """What a disk does at its end, to this process alone."""
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def noise():
    """A picture that nothing makes smaller: 120,000 bytes."""
    target = BytesIO()
    Image.frombytes("RGB", (200, 200), os.urandom(120_000)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"shared": "no"}, "withheld"),
        ({"shared": "yes", "withheld": "child_protection"}, "withheld"),
        ({"shared": "no", "withheld": "parce que"}, "withheld"),
        ({"shared": ""}, "shared"),
        ({"kind": ""}, "kind"),
        ({"title": "x" * 200}, "title"),
        ({"audience": "circle"}, "audience"),
        ({"audience": "personal"}, "audience"),
    ],
)
def test_a_document_the_person_may_not_see_names_its_law(client, person, law, kept, typed, field):
    answer = add(client, person, **typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert kept() == []


def test_withheld_it_says_by_which_text_and_the_person_does_not_read_it(client, worker, person, law):
    assert add(client, person, shared="no", withheld=law.pk).status_code == 302
    page = client.get(reverse("support:documents", args=[person.pk])).content.decode()
    assert "Non montré à la personne" in page
    assert "L226-2-2" in page
    with acting(Actor(person_id=person.pk, label="Samira")) as actor:
        assert work.documents(actor, person) == []


def test_when_it_cannot_be_written_the_file_does_not_stay(worker, person, kept, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "note_act", fail)
    document = Document(person=person, title="x", kind="other", level="team")
    with pytest.raises(RuntimeError), acting(actor_of(worker)) as actor:
        actions.add_document(by=actor, document=document, upload=Upload("a.txt", b"bonjour"))
    assert kept() == []


def test_the_person_adds_a_paper_for_all_their_teams_and_nobody_elses(worker, person):
    with become("maintenance"):
        other = make_person("Paul", "Petit")
        elsewhere, colleague, partner = make_member(), make_member(structure=worker.structure), make_member()
        attach(elsewhere, person)
        give(person, partner, "housing")
    upload = Upload("quittance.jpg", picture())
    with acting(Actor(person_id=person.pk, label="Samira BENALI")) as actor:
        mine = Document(person=person, title="Ma quittance", kind="housing")
        actions.add_document(by=actor, document=mine, upload=upload)
        assert actions.read_document(by=actor, document=mine)
        with pytest.raises(Forbidden):
            theirs = Document(person=other, title="x", kind="other")
            actions.add_document(by=actor, document=theirs, upload=upload)
        with pytest.raises(Refused):
            bad = Document(person=person, title="x", kind="other")
            actions.add_document(by=actor, document=bad, upload=Upload("x.svg", SCRIPTED))
    for member, count in ((worker, 1), (elsewhere, 1), (colleague, 0), (partner, 0)):
        with acting(actor_of(member)) as actor:
            assert (member, len(work.documents(actor, person))) == (member, count)


def test_who_reads_is_what_the_level_and_the_ledger_say(worker, person):
    client = Client()
    with become("maintenance"):
        team = make_document(person, worker, title="équipe")
        housing = make_document(person, worker, title="bail", level="circle", part="housing")
        health = make_document(person, worker, title="ordonnance", level="circle", part="health")
        partner = make_member()
        give(person, partner, "housing")
        signed_in(client, member=partner)
    page = client.get(reverse("support:documents", args=[person.pk])).content.decode()
    assert ("bail" in page, "ordonnance" in page) == (True, False)
    assert client.get(url_of(housing)).content == b"essai"
    assert client.get(url_of(team)).status_code == 404
    assert client.get(url_of(health)).status_code == 404
    assert client.get(reverse("support:new_document", args=[person.pk])).status_code == 403


def test_a_file_that_is_lost_gets_a_sentence(client, worker, person, kept):
    with become("maintenance"):
        document = make_document(person, worker)
    for one in kept():
        one.unlink()
    answer = client.get(url_of(document))
    assert (answer.status_code, "introuvable" in answer.content.decode()) == (403, True)


def test_the_list_takes_as_many_queries_for_one_as_for_three(client, worker, person):
    url = reverse("support:documents", args=[person.pk])

    with become("maintenance"):
        make_document(person, worker)
    few = count_queries(client, url)
    with become("maintenance"):
        for _ in range(2):
            make_document(person, make_member(structure=worker.structure))
    assert count_queries(client, url) == few
