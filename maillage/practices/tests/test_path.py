"""The thinnest whole path: spotted, written, published, evaluated twice, tried elsewhere; each by who may."""

from datetime import date

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure
from maillage.practices.models import Evaluation, Reuse, Sheet
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = date.today()


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def only(model, **told):
    with become("maintenance"):
        return model.objects.get(**told)


def at(name, *args):
    return reverse(f"practices:{name}", args=args)


def test_a_sheet_from_spotted_to_transferred(client):
    with become("maintenance"):
        here, elsewhere = make_structure("MDS de Chinon"), make_structure("CCAS de Loches")
        members = [make_member(Role.SOCIAL_WORKER, here), make_member(Role.TEAM_LEADER, here)]
        members.append(make_member(Role.TEAM_LEADER, elsewhere))
    worker, leader, other = map(client_of, members)
    about = {"title": "Café des factures", "territory": "Chinon", "contact": "Accueil de la MDS"}
    answer = worker.post(at("spot"), {"kind": "practice", **about}, follow=True)
    assert "Vos collègues seuls la lisent" in words(answer)
    sheet = only(Sheet)
    assert client.get(sheet.get_absolute_url()).status_code == 404
    told = {
        name: f"Partie {name}." for name in ("context", "audience", "actors", "steps", "conditions", "means")
    }
    lists = {"lever": "Un lieu neutre\nUn lieu neutre\n- Du café", "pitfall": "Le faire un lundi"}
    sent = {**about, **told, **lists, "tags": ["outreach", "budget"], "version": "1.1", "ready": "on"}
    assert "enregistrée" in words(worker.post(at("write", sheet.public_id), sent, follow=True))
    assert worker.post(at("publish", sheet.public_id)).status_code == 403
    assert "À publier" in words(leader.get(at("library")))
    assert leader.get(at("publish", sheet.public_id)).status_code == 200
    answer = leader.post(at("publish", sheet.public_id), {"version": "1.2"}, follow=True)
    assert "tout le monde peut la lire" in words(answer)
    shown = words(client.get(sheet.get_absolute_url()))
    assert "Documentée" in shown
    assert "il manque une évaluation de la démarche et une évaluation des effets" in shown
    for what, code in (("demarche", "done"), ("effets", "persons")):
        seen = {f"{code}-seen": "Vu.", f"{code}-proof_kind": "document", f"{code}-proof": "Bilan"}
        seen |= {f"{code}-proof_on": "01/02/2026", "made_on": "01/03/2026", "evaluator": "0", "version": 0}
        answer = other.post(at("evaluate", sheet.public_id, what), seen, follow=True)
        assert "pas encore publiée" in words(answer)
    with become("maintenance"):
        rows = list(Evaluation.objects.all())
    for one in rows:
        answer = other.post(at("publish_evaluation", one.public_id), follow=True)
        assert "ne portent pas la fiche" in words(answer)
    assert "il manque qu’une autre structure" in words(client.get(sheet.get_absolute_url()))
    tried = {
        "territory": "Loches",
        "began_on": "01/04/2026",
        "result": "failed",
        "learnt": "Trop tôt le matin.",
    }
    answer = other.post(at("declare_reuse", sheet.public_id), tried, follow=True)
    assert "L’essai est publié" in words(answer)
    assert only(Reuse).published_at
    shown = words(client.get(sheet.get_absolute_url()))
    assert "Transférée" in shown
    assert "Cela n’a pas marché" in shown
    assert "Café des factures" in words(client.get(at("library"), {"etape": "transferred", "q": "facture"}))
    assert "Du café" in words(client.get(at("lessons"), {"theme": "budget"}))
    assert client.get(at("sheet_pdf", sheet.public_id)).content[:5] == b"%PDF-"
    assert client.get(at("lessons_pdf")).content[:5] == b"%PDF-"
    assert client.get(at("sheets_json")).json()["fiches"][0]["etape"] == "transférée"
    assert b"Caf\xc3\xa9 des factures" in client.get(at("sheets_csv")).content
