"""The file of the register: both shapes, what it changes, what it never does, what is said of a bad one."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.diplomas.actions.register import read_register
from maillage.diplomas.catalogue import load_diplomas
from maillage.diplomas.models import Record
from maillage.diplomas.queries.diplomas import past_records
from maillage.diplomas.register_file import read
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
STANDARD = (
    "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Actif\n"
    '1;RNCP37676;"Diplôme d\'État ; éducateur spécialisé";DE;31/08/2026;01/09/2018;Enregistrement de droit;INACTIVE\n'
    "2;RNCP99999;Autre titre;TP;01/01/2030;;;ACTIVE\n"
    "3;RNCP39643;Moniteur éducateur;DE;31/08/2029;;;ACTIVE\n"
)
FOLLOWING = (
    "Numero_Fiche;Ancienne_Certification;Nouvelle_Certification\n"
    "RNCP37676;RNCP2514;\nRNCP37676;;RNCP41744\nRNCP37676;;RNCP41700\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<FICHES><VERSION_FLUX>3.0</VERSION_FLUX>
<FICHE><ID_FICHE>1</ID_FICHE><NUMERO_FICHE>RNCP37676</NUMERO_FICHE><INTITULE>Éducateur spécialisé</INTITULE>
<DATE_FIN_ENREGISTREMENT>31/08/2026</DATE_FIN_ENREGISTREMENT><ACTIF>Non</ACTIF>
<NOUVELLE_CERTIFICATION>RNCP41744</NOUVELLE_CERTIFICATION><NOUVELLE_CERTIFICATION>RNCP41700</NOUVELLE_CERTIFICATION></FICHE>
<FICHE><NUMERO_FICHE>RNCP99999</NUMERO_FICHE><ACTIF>Oui</ACTIF></FICHE></FICHES>"""


@pytest.fixture
def admin():
    with become("maintenance"):
        return actor_of(make_member(Role.ADMINISTRATOR))


def given(text, encoding="utf-8"):
    return BytesIO(text.encode(encoding))


def read_in(admin, text, of_day=DAY):
    with acting(admin):
        return read_register(by=admin, content=given(text), of_day=of_day)


def told(number="37676"):
    row = Record.objects.get(number=number)
    return row.active, row.ends_on, row.replaced_by, row.to_confirm


def test_the_standard_file_closes_a_record(admin):
    count = Record.objects.count()
    found = read_in(admin, STANDARD)
    assert (found.found, found.changed) == (["37676", "39643"], ["37676", "39643"])
    assert told() == (False, date(2026, 8, 31), "", False)
    assert told("39643") == (True, date(2029, 8, 31), "", False)
    assert Record.objects.count() == count
    with become("maintenance"):
        assert Entry.objects.filter(verb="register_read").count() == 1


def test_the_file_of_followers_says_what_replaces_it_and_leaves_the_rest(admin):
    read_in(admin, STANDARD)
    read_in(admin, FOLLOWING)
    assert told() == (False, date(2026, 8, 31), "41744,41700", False)


def test_the_xml_says_both_at_once(admin):
    assert read_in(admin, XML).changed == ["37676"]
    assert told() == (False, date(2026, 8, 31), "41744,41700", False)


def test_read_again_changes_nothing(admin):
    read_in(admin, STANDARD)
    assert read_in(admin, STANDARD).changed == []


def test_an_older_file_changes_nothing(admin):
    read_in(admin, STANDARD)
    late = STANDARD.replace("31/08/2026", "31/08/2040")
    assert read_in(admin, late, of_day=date(2026, 11, 1)).changed == []
    assert told()[1] == date(2026, 8, 31)


def test_a_file_in_the_old_encoding_is_read():
    assert (
        read(given(STANDARD, "cp1252"), ["37676"])["37676"].title == "Diplôme d'État ; éducateur spécialisé"
    )


def test_loading_the_pack_again_keeps_what_a_file_said(admin):
    read_in(admin, STANDARD)
    with become("maintenance"):
        load_diplomas(partial(apps.get_model, "diplomas"))
    assert told() == (False, date(2026, 8, 31), "", False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nom;prénom\nA;B\n", "n’est pas un export du répertoire"),
        ("", "n’est pas un export du répertoire"),
        ("<FICHES></FICHES>", "n’est pas un export du répertoire"),
        ("<FICHES><FICHE><NUMERO_FICHE>RNCP37676</NUMERO_FICHE>", "abîmé ou incomplet"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><FICHES/>', "abîmé ou incomplet"),
        (STANDARD.replace("31/08/2026", "31/02/2026"), "n’est pas lisible"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(admin, text, words):
    before = told()
    with pytest.raises(Forbidden, match=words), acting(admin):
        read_register(by=admin, content=given(text), of_day=DAY)
    assert told() == before


def test_a_file_about_other_records_is_refused(admin):
    with pytest.raises(ValidationError, match="aucune des fiches"):
        read_in(admin, FOLLOWING.replace("37676", "11111"))


def test_a_past_record_is_an_alert_until_its_follower_is_known(admin):
    """37675 is replaced by 41748, that is known and alive: nothing to look at."""
    assert [one.number for one in past_records(DAY)] == []
    read_in(admin, STANDARD)
    assert [one.number for one in past_records(DAY)] == ["37676"]
    assert [one.number for one in past_records(date(2040, 1, 1))] != []


def test_the_animator_and_the_administrator_are_warned(admin, client):
    read_in(admin, STANDARD)
    with become("maintenance"):
        animator, worker = make_member(Role.ANIMATOR), make_member(Role.SOCIAL_WORKER)
    alert = "fiche échue, sans suite connue ici"
    for member, expected in ((animator, True), (worker, False)):
        with become("maintenance"):
            signed_in(client, member=member)
        page = client.get(reverse("pages:profession")).content.decode()
        assert (alert in page) == expected
    assert "RNCP37676, DEES" in client.get(reverse("diplomas:register")).content.decode()


def test_the_page_reads_a_file(client):
    with become("maintenance"):
        signed_in(client, Role.ADMINISTRATOR)
    upload = given(STANDARD)
    upload.name = "export_fiches_CSV_Standard_2026_11_20.csv"
    sent = client.post(reverse("diplomas:read_file"), {"file": upload, "of_day": "20/11/2026"}, follow=True)
    assert "2\u00a0fiches trouvées dans le fichier, 2\u00a0fiches ont changé." in sent.content.decode()


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(client):
    with become("maintenance"):
        signed_in(client, Role.ADMINISTRATOR)
    upload = given("nom;prénom\n")
    upload.name = "x.csv"
    sent = client.post(reverse("diplomas:read_file"), {"file": upload, "of_day": "20/11/2026"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "n’est pas un export du répertoire" in page
    assert "20/11/2026" in page


def test_the_command_reads_a_file_of_any_size(tmp_path, capsys):
    path = tmp_path / "export.csv"
    path.write_text(STANDARD, encoding="utf-8")
    call_command("read_register", str(path), of="20/11/2026")
    assert "2 fiches trouvées, 2 changées" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("read_register", str(tmp_path / "nowhere"), of="20/11/2026")
