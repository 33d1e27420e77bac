"""Papers that go with a request: the scheme reads them while the person agrees, one by one, as files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.audit.models import Entry
from maillage.files.uploads import Upload
from maillage.governance.tests.parity import succeeds
from maillage.people.tests.factories import enter_space
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.referrals.actions import answering, joining, sending
from maillage.referrals.actions.answering import Piece
from maillage.referrals.models import JoinedDocument, MissingPiece
from maillage.referrals.tests.factories import agreed, sent
from maillage.support.actions.documents import add_document
from maillage.support.models import Document
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WORDS = b"Quittance de mars, 420 euros."


@pytest.fixture
def worker(town):
    return client_of(town.members["worker"])


@pytest.fixture
def officer(town):
    return client_of(town.members["officer"])


@pytest.fixture
def person(town):
    client = Client()
    with become("maintenance"):
        enter_space(client, town.samira)
    return client


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


@pytest.fixture
def paper(town):
    with acting(town.worker):
        document = Document(person=town.samira, title="Quittance", kind="other", level="team")
        return add_document(by=town.worker, document=document, upload=Upload("quittance.txt", WORDS))


def joined(town, request, paper, way="oral"):
    with acting(town.worker):
        return joining.join(by=town.worker, request=request, document=paper, way=way, witness="Claire")


def test_it_leaves_only_with_the_person_s_yes(town, paper, officer, person):
    request = sent(town)
    row = joined(town, request, paper, way="")
    file = url("received_file", request.pk, row.pk)
    assert officer.get(file).status_code == 404
    assert "Quittance" not in officer.get(url("received", request.pk)).content.decode()
    assert person.post(url("own_agree", request.pk, row.pk), {"oui": "1"}).status_code == 302
    answer = officer.get(file)
    assert answer.content == WORDS
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    with become("maintenance"):
        line = Entry.objects.get(verb="read_request_document")
        assert line.object_id == str(town.samira.pk)
    assert person.post(url("own_agree", request.pk, row.pk), {"non": "1"}).status_code == 302
    assert officer.get(file).status_code == 404


def test_it_is_agreed_to_scheme_by_scheme(town, paper):
    request, other = sent(town), sent(town, town.transitional)
    joined(town, request, paper)
    joined(town, other, paper, way="")
    with acting(town.officer):
        assert JoinedDocument.objects.count() == 1
    with acting(town.shelter):
        assert not JoinedDocument.objects.exists()


def test_nothing_of_it_is_read_before_it_is_sent_nor_after_the_withdrawal(town, paper, officer):
    request = agreed(town)
    row = joined(town, request, paper)
    assert officer.get(url("received_file", request.pk, row.pk)).status_code == 404
    with acting(town.worker):
        request = sending.send(by=town.worker, request=request, version=request.version)
    assert officer.get(url("received_file", request.pk, row.pk)).status_code == 200
    with acting(town.person):
        sending.withdraw(by=town.person, request=request, version=request.version)
    assert officer.get(url("received_file", request.pk, row.pk)).status_code == 404


def test_what_is_kept_from_the_person_never_leaves(town, paper):
    request = sent(town)
    with become("maintenance"):
        Document.objects.filter(pk=paper.pk).update(level="personal")
    with acting(town.worker):
        paper = Document.objects.filter(pk=paper.pk).first()
        if paper:
            with pytest.raises(Forbidden):
                joining.join(by=town.worker, request=request, document=paper)


def test_joined_twice_is_told(town, paper):
    request = sent(town)
    joined(town, request, paper)
    with pytest.raises(Forbidden) as refusal:
        joined(town, request, paper)
    assert refusal.value.reason == joining.ALREADY


def lacking(town):
    request = sent(town)
    with acting(town.officer):
        told = {"on": TODAY(), "complete_by": TODAY(), "pieces": [Piece("Le bail", "person")]}
        request = answering.ask_missing(by=town.officer, request=request, version=request.version, **told)
        return request, MissingPiece.objects.get(request=request)


def test_what_is_missing_is_given_out_of_the_folder(town, paper, worker, officer):
    request, piece = lacking(town)
    page = worker.get(url("give_document", request.pk, piece.pk)).content.decode()
    assert "Quittance" in page
    assert worker.post(url("give_document", request.pk, piece.pk), {"document": "x"}).status_code == 422
    told = {"document": str(paper.pk), "way": "oral"}
    assert worker.post(url("give_document", request.pk, piece.pk), told).status_code == 302
    with acting(town.officer):
        piece = MissingPiece.objects.get()
        assert (piece.given_on, piece.document_id) == (TODAY(), paper.pk)
    assert "Quittance" in officer.get(url("received", request.pk)).content.decode()


def test_a_photo_from_the_person_s_phone(town, person, officer):
    request, piece = lacking(town)
    where = url("own_bring", request.pk, piece.pk)
    assert person.get(where).status_code == 200
    bad = {"title": "Bail", "kind": "other", "file": SimpleUploadedFile("x.exe", b"MZ\x90\x00")}
    assert person.post(where, bad).status_code == 422
    told = {"title": "Bail", "kind": "other", "file": SimpleUploadedFile("bail.txt", b"Le bail.")}
    answer = person.post(where, told)
    assert answer.status_code == 302, answer.content.decode()
    with acting(town.officer):
        row = JoinedDocument.objects.get()
        assert (row.title, row.way) == ("Bail", "self")
        assert MissingPiece.objects.get().given_on == TODAY()
    assert officer.get(url("received_file", request.pk, row.pk)).content == b"Le bail."
    assert person.get(where).status_code == 404


@pytest.mark.parametrize("way", ["", "self", "x", "law"])
def test_a_yes_that_nobody_said(town, paper, worker, way):
    request = sent(town)
    row = joined(town, request, paper, way="")
    assert worker.post(url("agree_to_document", request.pk, row.pk), {"way": way}).status_code == 302
    with acting(town.worker):
        assert JoinedDocument.objects.get().agreed_at is None


@pytest.mark.parametrize("name", ["worker", "mate", "colleague", "officer", "shelter", "stranger", "person"])
def test_who_writes_a_joined_paper(town, paper, name):
    request = sent(town)
    row = joined(town, request, paper)
    with acting(getattr(town, name)):
        rows = JoinedDocument.objects.filter(pk=row.pk)
        assert succeeds(rows.update, agreed_at=None, way="") == (name in ("worker", "mate", "person"))
        assert not succeeds(rows.update, key="0" * 40)


def test_no_other_file_is_slipped_in(town, paper):
    """PostgreSQL checks that the key is that of a paper of this person, that they may read."""
    request = sent(town)
    told = {"person": town.samira, "structure": town.here, "request": request, "document": paper}
    with acting(town.worker):
        row = JoinedDocument(
            title="x", key="0" * 40, name="x", media_type="text/plain", joined_on=TODAY(), **told
        )
        assert not succeeds(_inserted, row)


def _inserted(row):
    row.save(force_insert=True)
    return row
