"""The pages: open ones without an account, one's own, the team's."""

import json
from datetime import date

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.diplomas.models import Milestone, Path, Vae
from maillage.diplomas.tests.factories import DAY, make_path, make_vae
from maillage.web.wording import number
from tests.plugin import become

pytestmark = pytest.mark.django_db


def kept(model):
    """The one row of a table, whoever sees it."""
    with become("maintenance"):
        return model.objects.get()


def page(client, name, *args, **query):
    return client.get(reverse(f"diplomas:{name}", args=args), query).content.decode()


@pytest.fixture
def team(client):
    """An officer signed in, a worker of the same structure."""
    with become("maintenance"):
        here = make_structure()
        officer = signed_in(client, Role.TRAINING_OFFICER, here)
        return here, officer, make_member(Role.SOCIAL_WORKER, here)


def test_the_list_says_what_one_may_enter_and_what_is_over(client):
    told = page(client, "diplomas")
    assert told.index("On peut y entrer aujourd’hui") < told.index("Assistant de service social")
    assert told.index("On n’y entre plus") < told.index("Aide médico-psychologique")


def test_one_diploma_shows_both_rules_and_shared_blocks(client):
    told = page(client, "diploma", "deass")
    assert "Pour qui entre à partir du 1er\u00a0septembre 2026" in told
    assert f"{number(1740)}\u00a0h" in told
    assert f"{number(1925)}\u00a0h" in told
    assert "Commun avec\u00a0: DECESF, DEEJE, DEES, DEETS" in told
    assert "Ces règles cessent le" in told


def test_what_is_not_sure_is_said(client):
    assert "À confirmer. Heures à relire dans l’arrêté." in page(client, "diploma", "cafdes")


def test_an_unknown_diploma_does_not_exist(client):
    assert client.get(reverse("diplomas:diploma", args=["rien"])).status_code == 404


def test_bridges_name_their_text(client):
    told = page(client, "bridges")
    assert "DEASS → CAFERUIS" in told
    assert "Décret n° 2022-1208 et arrêté du 31 août 2022" in told


def test_the_simulator_answers_by_its_address(client):
    told = page(client, "simulator", cible="dees", detient="deass-2026", entree="01/10/2026")
    assert "Il vous resterait 1\u00a0bloc sur 4." in told
    assert "Bloc commun\u00a0: vous l’avez avec le DEASS, règles de 2026." in told


def test_the_simulator_by_level(client):
    told = page(client, "simulator", cible="meme-niveau", detient="deme-2024", entree="01/10/2026")
    assert "DETISF" in told
    assert "Il vous resterait 1\u00a0bloc sur 3." in told
    assert "Cochez d’abord un diplôme" in page(client, "simulator", cible="meme-niveau")


def test_bad_answers_are_said_and_kept(client):
    told = page(client, "simulator", cible="rien", detient="x", entree="32/13/2026")
    assert "Choisissez un diplôme de la liste." in told
    assert "Cochez des diplômes de la liste." in told
    assert "32/13/2026" in told


def test_the_report_is_a_pdf(client):
    sent = client.get(reverse("diplomas:simulator_pdf"), {"cible": "dees", "detient": "deass-2026"})
    assert sent["Content-Type"] == "application/pdf"
    assert sent.content.startswith(b"%PDF")
    assert client.get(reverse("diplomas:simulator_pdf")).status_code == 404


def test_trade_cards_are_open_data(client):
    sent = client.get(reverse("diplomas:trades_json"))
    told = {one["sigle"]: one for one in json.loads(sent.content)["metiers"]}
    assert sent["Access-Control-Allow-Origin"] == "*"
    assert len(told) == 14
    assert told["DEASS"]["rncp"][0]["numero"] == "RNCP37675"
    assert told["DEES"]["regles"][1]["heures_pratique"] == 1925


def test_lists_run_a_constant_number_of_queries(client, team, django_assert_max_num_queries):
    here, officer, worker = team

    def asked():
        with django_assert_max_num_queries(100) as counted:
            for name in ("diplomas", "bridges", "register", "team", "mine"):
                page(client, name)
        return len(counted)

    make_path(worker.user, here, officer.user, steps=[("Une", DAY, None)])
    make_path(officer.user, here, officer.user)
    make_vae(worker.user, shared_with=here)
    make_vae(officer.user)
    asked()
    first = asked()
    for code in ("deass", "deeje"):
        make_path(
            worker.user, here, officer.user, diploma=code, steps=[("Une", DAY, None), ("Deux", DAY, None)]
        )
        make_path(officer.user, here, officer.user, diploma=code)
        make_vae(worker.user, version=f"{code}-2026", shared_with=here)
        make_vae(officer.user, version=f"{code}-2026")
    assert asked() == first


def test_an_officer_opens_a_path_and_the_worker_reads_it(client, team):
    _, _, worker = team
    typed = {"user": worker.user.public_id, "kind": "acting", "post": "Éducatrice", "diploma": "dees"}
    typed |= {"started_on": "2/3/2026", "months_needed": "24", "months_funded": "18"}
    sent = client.post(reverse("diplomas:open_path"), typed, follow=True)
    assert "Mois sans financement" in sent.content.decode()
    path = kept(Path)
    with become("maintenance"):
        signed_in(client, member=worker)
    told = page(client, "path", path.public_id)
    assert "2\u00a0mars 2028" in told
    assert "Personne d’autre." in told
    assert "Tenir ce parcours" not in told


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, team):
    sent = client.post(
        reverse("diplomas:open_path"), {"user": "x", "post": "Éducatrice", "months_needed": "-1"}
    )
    told = sent.content.decode()
    assert sent.status_code == 422
    assert "Choisissez quelqu’un de votre structure." in told
    assert "Écrivez un nombre de mois, zéro ou plus." in told
    assert 'value="Éducatrice"' in told


def test_a_step_is_added_and_told(client, team):
    here, officer, worker = team
    path = make_path(worker.user, here, officer.user)
    client.post(
        reverse("diplomas:add_milestone", args=[path.public_id]), {"title": "Oral", "due_on": "1/4/2026"}
    )
    step = kept(Milestone)
    assert "En retard" in page(client, "path", path.public_id)
    client.post(reverse("diplomas:tell_milestone", args=[step.public_id]), {"done_on": "30/3/2026"})
    assert kept(Milestone).done_on == date(2026, 3, 30)


def test_somebody_else_saved_in_between_is_shown(client, team):
    here, officer, worker = team
    path = make_path(worker.user, here, officer.user, version=2, funder="OPCO")
    typed = {"version": 1, "kind": "acting", "post": "x", "started_on": "2/3/2026", "funder": "Région"}
    sent = client.post(reverse("diplomas:edit_path", args=[path.public_id]), typed)
    assert sent.status_code == 409
    assert "OPCO" in sent.content.decode()
    assert kept(Path).funder == "OPCO"


def test_the_team_page_is_by_date_owed(client, team):
    here, officer, worker = team
    make_path(worker.user, here, officer.user, started_on=date(2020, 5, 1))
    make_path(officer.user, here, officer.user)
    told = page(client, "team")
    assert "1\u00a0parcours en retard" in told
    assert told.index(str(worker.user)) < told.index(f"{officer.user}\u00a0: DEES")


def test_a_candidate_follows_a_vae_from_the_first_stage(client):
    with become("maintenance"):
        signed_in(client)
    client.post(reverse("diplomas:start_vae"), {"diploma_version": "deme-2024", "started_on": "2/3/2026"})
    vae = kept(Vae)
    client.post(reverse("diplomas:tell_stage", args=[vae.public_id, "feasibility"]), {"done_on": "3/4/2026"})
    told = page(client, "vae", vae.public_id)
    assert "Recevabilité acquise" in told
    assert "3\u00a0juin" in told
    assert "Délai à relire dans le code." in told
    assert "et personne d’autre" in told


def test_an_unknown_stage_does_not_exist(client):
    with become("maintenance"):
        member = signed_in(client)
    vae = make_vae(member.user)
    assert client.get(reverse("diplomas:tell_stage", args=[vae.public_id, "rien"])).status_code == 404


def test_results_and_experiences_are_noted(client):
    with become("maintenance"):
        member = signed_in(client)
    vae = make_vae(member.user, version="deme-2024")
    with become("maintenance"):
        typed = {f"block-{one.pk}": "granted" for one in vae.asked.all()}
    client.post(reverse("diplomas:tell_results", args=[vae.public_id]), typed)
    experience = {
        "title": "Bénévole au club",
        "setting": "outside",
        "since": "1/9/2020",
        "attested_by": "le club",
    }
    client.post(reverse("diplomas:add_experience", args=[vae.public_id]), experience)
    told = page(client, "vae", vae.public_id)
    assert told.count("Validé") == 3
    assert "attesté par le club" in told
