"""The pages of diplomas in Chromium: axe in light and dark, no page wider than its screen."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure
from maillage.diplomas.tests.factories import make_path, make_vae
from maillage.web.tests.looked_at import faults_of
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def url(name, *args):
    return reverse(f"diplomas:{name}", args=args)


def ago(days):
    return date.today() - timedelta(days=days)


def pages():
    """Name → HTML, as anybody, a training officer and a candidate are shown."""
    with become("maintenance"):
        here = make_structure()
        officer, worker = make_member(Role.TRAINING_OFFICER, here), make_member(structure=here)
    steps = [("Inscription à l’école", ago(60), ago(70)), ("Dernier bloc présenté", ago(9), None)]
    months = {"months_needed": 24, "months_funded": 18, "funder": "Département"}
    path = make_path(worker.user, here, officer.user, steps=steps, started_on=ago(790), **months)
    make_path(officer.user, here, officer.user, diploma="caferuis", started_on=ago(100))
    stages = [("started", ago(100)), ("feasibility", ago(80))]
    vae = make_vae(worker.user, shared_with=here, stages=stages, coach="Ana Ruiz")
    nobody, leads, mine = Client(), client_of(officer), client_of(worker)
    asked = {
        "diplomes": (nobody, url("diplomas"), {}),
        "deass": (nobody, url("diploma", "deass"), {}),
        "passerelles": (nobody, url("bridges"), {}),
        "simulateur": (nobody, url("simulator"), {}),
        "reponse": (nobody, url("simulator"), {"cible": "meme-niveau", "detient": "deass-2026"}),
        "repertoire": (nobody, url("register"), {}),
        "equipe": (leads, url("team"), {}),
        "ouvrir": (leads, url("open_path"), {}),
        "parcours": (leads, path.get_absolute_url(), {}),
        "metier": (leads, reverse("pages:profession"), {}),
        "mes-parcours": (mine, url("mine"), {}),
        "vae": (mine, vae.get_absolute_url(), {}),
        "experience": (mine, url("add_experience", vae.public_id), {}),
    }
    found = {}
    for name, (who, where, sent) in asked.items():
        page = who.get(where, sent)
        assert (name, page.status_code) == (name, 200)
        found[name] = page.text
    return found


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 13
    assert faults_of(shown) == {}
