"""What if, on a household's page: twelve months, nothing written but the journal."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.audit.models import Entry
from maillage.people.tests.factories import attach, make_household, make_person
from maillage.rights.tests.factories import make_worker_home
from tests.plugin import become

from .test_household_page import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker):
    with become("maintenance"):
        return make_worker_home(worker)


def asked(client, home, **choices):
    return client.get(reverse("rights:what_if", args=[home.pk]), choices)


def first_month(response):
    return response.context["form"].fields["depuis"].choices[0][0]


def test_the_changes_to_choose_are_links_then_a_form(client, home):
    page = asked(client, home[0])
    assert "Quelqu’un prend un emploi" in text(page)
    form = asked(client, home[0], changement="emploi")
    assert "Samira" in text(form)
    assert len(form.context["form"].fields["depuis"].choices) == 12


def test_a_job_lost_shows_sentences_a_picture_and_twelve_months(client, home):
    household, person = home
    month = first_month(asked(client, household, changement="perte"))
    page = asked(client, household, changement="perte", personne=str(person.pk), depuis=month, chomage="")
    shown = text(page)
    assert re.search(r"La prime d’activité (baisse|s’arrête|augmente)", shown)
    assert re.search(r"Le RSA (commence en|augmente à partir d)", shown)
    assert "<svg" in page.content.decode()
    assert len(page.context["result"].rows) == 12
    assert "Le barème d’aujourd’hui sert pour les douze mois" in shown


def test_it_is_journaled_and_nothing_else_is_written(client, home):
    asked(client, home[0], changement="naissance", depuis="2027-01")
    with become("maintenance"):
        (entry,) = Entry.objects.filter(verb="project_rights")
        assert entry.details["change"] == "birth"


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"changement": "loyer", "loyer": "-3"}, "Écrivez un montant de 0 € ou plus."),
        ({"changement": "loyer", "loyer": "cher"}, "Écrivez un montant en chiffres"),
        ({"changement": "loyer", "loyer": ""}, "Écrivez le montant."),
        ({"changement": "emploi", "travail": "montant"}, "Écrivez le salaire net de cet emploi"),
        (
            {"changement": "naissance", "depuis": "1999-01"},
            "n’en fait pas partie|n’est pas|Sélectionnez|choix",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, home, choices, sentence):
    page = asked(client, home[0], **({"depuis": "2027-01", "personne": str(home[1].pk)} | choices))
    assert page.status_code == 422
    assert re.search(sentence, text(page))


def test_what_is_left_out_leads_to_completing(client, worker):
    with become("maintenance"):
        person = make_person("Marc", "Petit", birth_date="1990-02-01")
        home = make_household((person, "applicant"), housing="private_tenant", commune="37072")
        attach(worker, person, home)
    page = asked(client, home, changement="loyer", depuis="2027-01", loyer="300")
    assert "Pas comptées, faute d’un renseignement" in text(page)
    assert reverse("rights:complete", args=[home.pk]) in page.content.decode()


def test_who_does_not_open_the_household_finds_nothing(client, home):
    with become("maintenance"):
        signed_in(client, Role.SOCIAL_WORKER)
    assert asked(client, home[0]).status_code == 404


def test_a_household_without_applicant_says_what_to_do(client, worker):
    with become("maintenance"):
        person = make_person("Ana", "Lima", birth_date="2015-02-01")
        home = make_household((person, "child"))
        attach(worker, person, home)
    assert "Il manque le demandeur" in text(asked(client, home))


def test_one_projection_a_constant_number_of_queries(client, home, django_assert_max_num_queries):
    choices = {"changement": "naissance", "depuis": "2027-01"}
    asked(client, home[0], **choices)
    with django_assert_max_num_queries(22):
        asked(client, home[0], **choices)
