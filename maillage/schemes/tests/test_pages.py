"""The page of a scheme tells everybody what it asks for, and what follows a refusal."""

import pytest
from django.test import Client

from maillage.accounts.tests.factories import make_structure
from maillage.schemes.tests.factories import make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_criteria_and_appeals_are_read_without_an_account():
    with become("maintenance"):
        told = {
            "criteria": ["Habiter le département", "Une dette de loyer"],
            "for_whom": "Locataires du parc privé",
        }
        scheme = make_scheme(make_structure(), "fund_arrears", **told)
    page = words(Client().get(scheme.get_absolute_url()))
    listed = page[page.index("Conditions d’admission") :]
    assert "<li>Habiter le département</li><li>Une dette de loyer</li>" in listed
    assert "Locataires du parc privé" in page
    assert "Si c’est refusé" in page
    assert scheme.name in words(Client().get("/dispositifs/"))


def test_a_scheme_that_wrote_no_criterion_says_so():
    with become("maintenance"):
        scheme = make_scheme(make_structure(), "fund_arrears", criteria=[])
    assert "Aucune n’est écrite." in words(Client().get(scheme.get_absolute_url()))
