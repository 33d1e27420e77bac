"""The page of one household's rights, its sheet, its trace."""

import re
from datetime import date

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.models import Attachment, Household, HouseholdMember
from maillage.people.tests.factories import attach, give, make_household, make_person
from maillage.rights.models import Entitlement
from maillage.rights.tests.factories import make_claim, make_worker_home
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker):
    with become("maintenance"):
        return make_worker_home(worker)[0]


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " "))


def test_the_page_says_who_what_why_how_much_and_what_next(client, home):
    page = text(client.get(reverse("rights:household", args=[home.pk])))
    assert "Droits de Samira BENALI" in page
    assert re.search(r"Prime d’activité|Prime d&#x27;activité", page)
    assert re.search(r"\d+ € par mois", page)
    assert "En parler avec la personne" in page
    assert "Pas de droit, et pourquoi" in page
    assert "L311-3-1" in page
    assert "barèmes vérifiés au" in page


def test_a_right_already_asked_for_is_told_apart(client, worker, home):
    with become("maintenance"):
        person = HouseholdMember.objects.get(household=home).person
        make_claim(person, worker, "ppa", household=home, state="filed", filed_on=date(2026, 10, 5))
    page = text(client.get(reverse("rights:household", args=[home.pk])))
    table, apart = page.split("Déjà abordés ou demandés")
    assert "Prime d’activité" not in table.split("Droits pas encore demandés")[1]
    assert "Prime d’activité" in apart.split("Ce qu’il manque")[0]
    client.post(reverse("rights:screen", args=[home.pk]), {"mois": "2026-11"})
    panel = text(client.get(reverse("people:household", args=[home.pk])))
    assert "Prime d’activité" not in panel.split("Droits pas encore demandés")[1].split("Recherche du")[0]


def test_reading_is_journaled_and_writes_nothing_else(client, worker, home):
    client.get(reverse("rights:household", args=[home.pk]))
    with become("maintenance"):
        assert [entry.object_id for entry in Entry.objects.filter(verb="read_rights")] == [str(home.pk)]
        assert not Entitlement.objects.exists()


def test_what_is_missing_leads_to_its_field(client, worker):
    with become("maintenance"):
        person = make_person(
            "Marc", "Petit", birth_date="1990-02-01", activity="employed", nationality="french"
        )
        home = make_household((person, "applicant"), housing="private_tenant", commune="37072")
        attach(worker, person, home)
    page = client.get(reverse("rights:household", args=[home.pk])).content.decode()
    assert f'{reverse("people:budget", args=[home.pk])}"' in page
    assert f"{reverse('people:facts', args=[person.pk])}#id_disability_rate" in page
    assert f"{reverse('people:household_facts', args=[home.pk])}#id_rent" in page


def test_whoever_reads_by_agreement_is_led_to_no_form(client, worker):
    with become("maintenance"):
        person = make_person("Marc", "Petit", birth_date="1990-02-01", nationality="french")
        home = make_household((person, "applicant"), housing="private_tenant", commune="37072")
        attach(worker, person, home)
        partner = make_member(Role.SOCIAL_WORKER)
        give(person, partner, "home")
        told = {"structure_id": partner.structure_id, "worker_id": partner.user_id, "consent_of": person}
        Attachment.objects.create(household=home, role="partner", **told)
        signed_in(client, member=partner)
    page = client.get(reverse("rights:household", args=[home.pk])).content.decode()
    assert "Ce qu’il manque pour répondre" in page
    assert reverse("rights:complete", args=[home.pk]) not in page
    assert reverse("people:household_facts", args=[home.pk]) not in page


def test_keeping_it_puts_it_in_the_panel(client, home):
    here = reverse("people:household", args=[home.pk])
    assert "pas encore été cherchés" in text(client.get(here))
    answer = client.post(reverse("rights:screen", args=[home.pk]), {"mois": "2026-11"})
    assert answer.url == reverse("rights:household", args=[home.pk]) + "?mois=2026-11"
    assert "Le résultat est gardé" in text(client.get(answer.url))
    panel = text(client.get(here))
    assert "Droits pas encore demandés" in panel
    assert "novembre 2026" in panel


@pytest.mark.parametrize("month", ["2019-01", "2031-05", "hier", "2026-13", "\x00", "9" * 400])
def test_a_month_that_cannot_be_used_shows_this_one_and_says_so(client, home, month):
    for name in ("household", "sheet", "trace"):
        answer = client.get(reverse(f"rights:{name}", args=[home.pk]), {"mois": month})
        assert answer.status_code == 200
    page = text(client.get(reverse("rights:household", args=[home.pk]), {"mois": month}))
    assert "nous montrons ce mois-ci" in page
    assert client.post(reverse("rights:screen", args=[home.pk]), {"mois": month}).status_code == 302


def test_without_an_applicant_the_page_says_what_to_do(client, worker):
    with become("maintenance"):
        child = make_person("Inès", birth_date="2020-02-01")
        home = make_household((child, "child"))
        attach(worker, child, home)
    assert "Il manque le demandeur" in text(client.get(reverse("rights:household", args=[home.pk])))
    for name in ("sheet", "trace"):
        assert client.get(reverse(f"rights:{name}", args=[home.pk])).status_code == 404
    answer = client.post(reverse("rights:screen", args=[home.pk]), follow=True)
    assert "indiquez qui demande" in text(answer)


def test_the_sheet_is_a_pdf(client, home):
    answer = client.get(reverse("rights:sheet", args=[home.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_trace_shows_its_first_steps_and_gives_them_all(client, home):
    url = reverse("rights:trace", args=[home.pk])
    assert "étapes" in text(client.get(url))
    lines = client.get(url, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "profondeur;variable;période;valeur"
    assert any(";ppa;" in line for line in lines)


@pytest.mark.parametrize("name", ["household", "sheet", "trace"])
def test_a_household_of_somebody_else_does_not_exist(client, worker, name):
    with become("maintenance"):
        hidden = make_worker_home(make_member())[0]
    known = client.get(reverse(f"rights:{name}", args=[hidden.pk]))
    absent = client.get(reverse(f"rights:{name}", args=[Household().pk]))
    assert (known.status_code, absent.status_code) == (404, 404)
    assert client.post(reverse("rights:screen", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_other_roles_are_refused(client, home, role):
    with become("maintenance"):
        signed_in(client, role)
    assert client.get(reverse("rights:household", args=[home.pk])).status_code == 403
    assert client.post(reverse("rights:screen", args=[home.pk])).status_code == 403


def test_one_page_one_number_of_queries(client, worker, home, django_assert_max_num_queries):
    url = reverse("rights:household", args=[home.pk])
    client.get(url)
    with django_assert_max_num_queries(26):
        client.get(url)
