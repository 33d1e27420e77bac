"""The copy of a signed paper: joined once, sealed, handed over to those who keep the ledger."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.people.models import Consent
from maillage.people.tests.factories import give, make_family
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(client, settings, tmp_path):
    """(person, a consent on paper) of the worker signed in `client`, and the partner it lets read."""
    settings.MAILLAGE_FILES = tmp_path
    with become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        _, mother, _ = make_family(worker)
        partner = make_member(Role.SOCIAL_WORKER)
        consent = give(mother, partner, way="paper", recorded_by_id=worker.user_id)
    return mother, consent, partner


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("accord.jpg", content.getvalue(), "image/jpeg")


def test_it_is_joined_once_and_given_back(client, signed, tmp_path):
    mother, consent, partner = signed
    join = reverse("people:scan", args=[mother.pk, consent.pk])
    assert client.post(join, {"file": photo()}).url == reverse("people:ledger", args=[mother.pk])
    again = client.post(join, {"file": photo()})
    assert "déjà jointe" in again.content.decode()
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1
    download = reverse("people:scan_file", args=[mother.pk, consent.pk])
    answer = client.get(download)
    assert answer["Content-Disposition"].startswith("attachment")
    assert Image.open(BytesIO(answer.content)).size == (40, 30)
    other = Client()
    signed_in(other, member=partner)
    assert other.get(download).status_code == 403


def test_what_is_no_paper_is_refused_in_words(client, signed):
    mother, consent, _ = signed
    join = reverse("people:scan", args=[mother.pk, consent.pk])
    script = SimpleUploadedFile("accord.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    for sent in ({}, {"file": script}):
        answer = client.post(join, sent)
        assert answer.status_code == 422
        assert "errorlist" in answer.content.decode()
    with become("maintenance"):
        assert Consent.objects.get().scan_key == ""
