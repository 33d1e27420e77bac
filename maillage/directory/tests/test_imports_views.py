"""The pages of an import, from the file dropped to the import undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.directory.models import DirectoryImport, Service
from maillage.directory.tests.importing import a_service, a_structure, file_of, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
FOREIGN = b"nom;adresse;ville;inconnu\nMaison de tous;1 rue Neuve;Tours;x\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"


@pytest.fixture
def animator(client):
    return signed_in(client, Role.ANIMATOR)


def drop(client, data, filename="annuaire.json", **typed):
    told = {"source": "nouvelle", "name": "Fichier d’essai", "file": SimpleUploadedFile(filename, data)}
    return client.post(reverse("directory:imports"), told | typed)


def page(client, file):
    answer = client.get(reverse("directory:import", args=[file.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name, file, **typed):
    assert client.post(reverse(f"directory:{name}", args=[file.pk]), typed).status_code == 302


def test_from_a_file_dropped_to_its_import_undone(client, animator):
    drop(client, file_of([a_structure()], [a_service(1), a_service(1)]))
    file = work(animator, DirectoryImport.objects.get())
    assert "déjà celui de la ligne 1" in page(client, file)
    send(client, "import_write", file, whole="on")
    file = work(animator, file)
    assert "Annuler cet import" in page(client, file)
    send(client, "import_undo", file)
    file = work(animator, file)
    assert "Import annulé le" in page(client, file)
    assert Service.objects.live().count() == 0
    report = b"".join(client.get(reverse("directory:import_report", args=[file.pk])).streaming_content)
    assert len(report.decode("utf-8-sig").splitlines()) == 4


def test_the_columns_of_another_file_are_related_first(client, animator):
    assert drop(client, FOREIGN, "lieux.csv").status_code == 302
    file = DirectoryImport.objects.get()
    url = reverse("directory:import_columns", args=[file.pk])
    assert client.get(url).status_code == 200
    chosen = {f"column_{place}": "-" for place in range(4)}
    assert client.post(url, chosen).status_code == 422
    assert client.post(url, chosen | {"column_0": "nom", "column_2": "commune"}).status_code == 302
    assert work(animator, file).state == "checked"


def test_a_trial_that_was_interrupted_is_made_again_without_columns_to_relate(client, animator):
    drop(client, file_of([a_structure()]))
    DirectoryImport.objects.update(state="dropped")
    file = DirectoryImport.objects.get()
    url = reverse("directory:import_columns", args=[file.pk])
    assert "data·inclusion" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert work(animator, file).state == "checked"


@pytest.mark.parametrize(
    ("data", "name", "typed"),
    [
        (b"", "vide.csv", {}),
        (b"%PDF-1.7 ...", "a.csv", {}),
        (b"{", "a.json", {}),
        (FOREIGN, "a.csv", {"name": ""}),
        (FOREIGN, "a.csv", {"name": "\x00"}),
        (FOREIGN, "a.csv", {"source": "inconnue"}),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(client, animator, data, name, typed):
    assert drop(client, data, name, **typed).status_code == 422
    assert DirectoryImport.objects.count() == 0


def test_pages_asked_oddly_answer(client, animator):
    drop(client, file_of([a_structure()]))
    file = work(animator, DirectoryImport.objects.get())
    url = reverse("directory:import", args=[file.pk])
    for odd in ("\x00", "9" * 50, "²", "all"):
        assert client.get(url, {"voir": odd, "page": odd}).status_code == 200
