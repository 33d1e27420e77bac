"""Pages of recommendations and plans: what they say, how many queries they cost, what bad input gets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure, signed_in
from maillage.directory.models import Source, Structure, Territory
from maillage.governance.models import Evidence, Measure, Plan, Raising
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.governance.tests.plan_factories import make_evidence, make_measure, make_plan, make_raising
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
CATALOGUE, PLANS = "/recommandations/", "/plans/"
TODAY = date.today()


@pytest.fixture
def leader(client):
    with become("maintenance"):
        return signed_in(client, Role.TEAM_LEADER)


def only(model, **told):
    with become("maintenance"):
        return model.objects.select_related().get(**told)


def count(model):
    with become("maintenance"):
        return model.objects.count()


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_anybody_reads_the_catalogue_and_filters_it(client):
    whole = words(client.get(CATALOGUE))
    assert "100 actions" in whole
    assert "pas encore adoptée" in whole
    assert "Adopter les actions cochées" not in whole
    assert "1 action." in words(client.get(CATALOGUE, {"q": "jeu vidéo"}))
    assert "Aucune action ainsi" in words(client.get(CATALOGUE, {"q": "zzz"}))
    here = words(client.get(CATALOGUE, {"ou": "here", "horizon": "short"}))
    assert "équipe, terrain" in here
    assert "direction, encadrement ·" not in here


@pytest.mark.parametrize(
    "query", [{"ou": "x"}, {"horizon": "\0"}, {"theme": "'"}, {"q": "a" * 300}, {"q": "\0"}]
)
def test_bad_filters_never_break_the_catalogue(client, query):
    assert client.get(CATALOGUE, query).status_code in (200, 422)


def test_a_recommendation_has_its_page(client):
    assert "Aller vers les gens" in words(client.get(f"{CATALOGUE}6/"))
    assert client.get(f"{CATALOGUE}16/").status_code == 404
    assert client.get(f"{CATALOGUE}99999999999999999999/").status_code == 404


def test_several_actions_are_adopted_at_once_into_a_new_plan(client, leader):
    asked = client.get(f"{CATALOGUE}adopter/", {"action": ["6.3", "9.2"]})
    assert asked.content.decode().count('name="actions"') == 2
    assert "Indre-et-Loire (37)" in words(asked)
    sent = {"actions": ["6.3", "9.2"], "plan": "nouveau-0", "title": "Notre plan", "territory": "Chinon"}
    answer = client.post(
        f"{CATALOGUE}adopter/", {**sent, "owner": "Accueil", "due_on": "30/06/2099"}, follow=True
    )
    assert "2 actions sont dans le plan" in words(answer)
    assert "2 à engager" in words(answer)
    again = {"actions": ["9.2", "1.6"], "plan": str(only(Plan).public_id)}
    answer = client.post(f"{CATALOGUE}adopter/", again, follow=True)
    assert "1 action est dans le plan" in words(answer)
    with become("maintenance"):
        assert list(Measure.objects.values_list("action__code", flat=True)) == ["6.3", "9.2", "1.6"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "x"}, "Cochez au moins une action."),
        ({"actions": ["99.9"], "plan": "nouveau-0", "title": "x"}, "Cochez des actions de la liste."),
        ({"actions": ["6.3"], "plan": "nouveau-0"}, "Donnez un titre au nouveau plan."),
        ({"actions": ["6.3"], "plan": "autre"}, "Choisissez un plan de la liste."),
        (
            {"actions": ["6.3"], "plan": "nouveau-0", "title": "x", "territory": "Nulle part"},
            "aucune commune connue",
        ),
        ({"actions": ["6.3"], "plan": "nouveau-0", "title": "Déjà là"}, "déjà un plan de ce titre"),
        ({"actions": ["6.3"], "plan": "nouveau-0", "title": "x" * 151}, "trop long"),
        ({"actions": ["6.3"], "plan": "nouveau-0", "title": "x", "due_on": "demain"}, "Cette date"),
    ],
)
def test_an_adoption_that_cannot_be_gets_a_sentence(client, leader, sent, said):
    make_plan(leader.structure, title="Déjà là")
    answer = client.post(f"{CATALOGUE}adopter/", sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert (count(Plan), count(Measure)) == (1, 0)


def test_a_plan_is_opened_corrected_published_and_read_by_all(client, leader):
    national = make_plan(make_structure(), title="Pacte national", kind="national", published=True)
    sent = {
        "version": 0,
        "holder": 0,
        "title": "PST de Chinon",
        "kind": "territorial",
        "starts_on": "01/01/2026",
    }
    more = {
        "territory": "Centre-Val de Loire",
        "parent": str(national.public_id),
        "partners": "CAF, habitants",
    }
    answer = client.post(f"{PLANS}nouveau/", sent | more, follow=True)
    assert "Projet social de territoire" in words(answer)
    plan = only(Plan, title="PST de Chinon")
    assert plan.territory == Territory.objects.get(kind="region", code="24")
    assert "Ce plan décline" in words(answer)
    page = reverse("governance:correct_plan", args=[plan.public_id])
    assert "Centre-Val de Loire (24)" in words(client.get(page))
    late = client.post(page, {**sent, **more, "version": 7})
    assert "Quelqu’un vient de l’enregistrer" in words(late)
    client.post(page, {**sent, "version": 1, "title": "Projet de Chinon"})
    client.post(reverse("governance:publish_plan", args=[plan.public_id]), {"publier": "oui"})
    client.logout()
    shown = words(client.get(plan.get_absolute_url()))
    assert "Projet de Chinon" in shown
    assert "Ajouter une mesure" not in shown


def test_a_measure_from_its_beginning_to_its_evidence(client, leader):
    plan = make_plan(leader.structure)
    new = reverse("governance:new_measure", args=[plan.public_id])
    assert "Dites ce qui sera fait" in words(client.post(new, {"version": 0}))
    client.post(new, {"version": 0, "title": "Ouvrir le samedi", "due_on": "01/02/2020"})
    measure = only(Measure)
    page = client.get(plan.get_absolute_url())
    assert "1 mesure : 1 en retard" in words(page)
    proofs = reverse("governance:new_evidence", args=[measure.public_id])
    told = {
        "kind": "done",
        "on": "02/02/2020",
        "what": "Ouvert depuis samedi",
        "link": "https://exemple.test/x",
    }
    assert "Dites où on en est" in words(client.post(proofs, {**told, "kind": ""}))
    assert "jusqu’au" in words(client.post(proofs, {**told, "on": "01/01/2099"}))
    assert "Ce lien n’est pas complet" in words(client.post(proofs, {**told, "link": "javascript:alert(1)"}))
    client.post(proofs, told)
    client.post(proofs, told)
    assert count(Evidence) == 1
    shown = words(client.get(plan.get_absolute_url()))
    assert "1 mesure : 1 tenue" in shown
    assert "Voir le document" in shown
    client.post(reverse("governance:withdraw_evidence", args=[only(Evidence).pk]))
    drop = reverse("governance:drop_measure", args=[measure.public_id])
    assert "Dites pourquoi" in words(client.post(drop, {"why": ""}))
    client.post(drop, {"why": "Plus personne le samedi"})
    assert "Plus personne le samedi" in words(client.get(plan.get_absolute_url()))
    client.post(reverse("governance:take_up_measure", args=[measure.public_id]))
    assert "1 en retard" in words(client.get(plan.get_absolute_url()))


def test_what_is_raised_is_answered_and_the_reply_is_read_beside_the_measure(client, leader):
    with become("maintenance"):
        worker = client_of(make_member(Role.SOCIAL_WORKER, leader.structure))
    plan = make_plan(leader.structure)
    measure = make_measure(plan, "6.9")
    page = reverse("governance:raise_measure", args=[measure.public_id])
    form = words(worker.get(page))
    assert "Ouvrir les droits" in form
    assert leader.structure.name in form
    for sent, said in (
        ({"to": "own"}, "Dites ce que vous demandez"),
        ({"asked": "x"}, "Dites à qui"),
        ({"asked": "x", "to": "structure"}, "Écrivez le nom de la structure"),
        ({"asked": "x", "to": "structure", "structure": "Inconnue"}, "n’est pas dans l’annuaire"),
        ({"asked": "x", "to": "committee"}, "Choisissez une instance."),
        ({"asked": "x", "to": "committee", "committee": "x"}, "Choisissez une instance de la liste"),
    ):
        assert said in words(worker.post(page, sent)), sent
    worker.post(page, {"asked": "Une ligne directe", "to": "own"})
    twice = worker.post(page, {"asked": "Encore", "to": "own"})
    assert "C’est déjà demandé" in words(twice)
    assert "Remontées à répondre : 1" in words(client.get("/"))
    assert "Une ligne directe" in words(client.get("/remontees/"))
    answer = reverse("governance:reply", args=[only(Raising).public_id])
    assert "Écrivez une réponse" in words(client.post(answer, {"reply": ""}))
    client.post(answer, {"reply": "Dès janvier"})
    assert "Une réponse vient d’être donnée" in words(client.post(answer, {"reply": "Non"}))
    assert "Dès janvier" in words(worker.get(plan.get_absolute_url()))
    assert "Dès janvier" in words(worker.get("/remontees/"))


def test_raised_to_a_structure_by_its_name(client, leader):
    with become("maintenance"):
        named = make_structure("CPAM de Touraine")
        Structure.objects.filter(pk=named.pk).update(folded_name="cpam de touraine")
    page = reverse("governance:raise_action", args=["6.9"])
    sent = {"asked": "Un référent", "to": "structure", "structure": "CPAM de Touraine, Chinon"}
    client.post(page, sent)
    assert only(Raising).to_structure == named
    with become("maintenance"):
        source = Source.objects.create(code="soliguide", name="Soliguide")
        Structure.objects.filter(pk=named.pk).update(source=source, source_code="1")
    assert "Personne n’a de compte ici" in words(client.post(page, sent))


def test_an_action_is_raised_without_a_plan(client, leader):
    page = reverse("governance:raise_action", args=["2.1"])
    committee = make_committee()
    client.post(page, {"asked": "Moins de saisies", "to": "committee", "committee": str(committee.public_id)})
    assert only(Raising).to_committee == committee
    assert client.get(reverse("governance:raise_action", args=["77.7"])).status_code == 404


def test_a_keeper_without_a_structure_opens_the_plan_of_their_committee(client):
    with become("maintenance"):
        member = signed_in(client, Role.SOCIAL_WORKER)
    assert client.get(f"{PLANS}nouveau/").status_code == 403
    committee = make_committee()
    make_duty(committee, member.user)
    sent = {"version": 0, "holder": 0, "title": "Plan du comité", "kind": "own", "starts_on": "01/01/2026"}
    assert client.post(f"{PLANS}nouveau/", sent).status_code == 302
    assert only(Plan).committee == committee


def test_paper_and_table(client):
    plan = make_plan(make_structure(), published=True, aims="Mieux accueillir")
    measure = make_measure(plan, "6.3", due_on=TODAY)
    with become("maintenance"):
        user = make_member().user
    make_evidence(measure, user, link="https://exemple.test")
    make_measure(plan, "6.4", dropped_on=TODAY, dropped_why="Plus de local")
    paper = client.get(reverse("governance:plan_pdf", args=[plan.public_id]))
    assert paper.content.startswith(b"%PDF")
    lines = client.get(f"{CATALOGUE}avancement/avancement.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 16
    assert lines[6].endswith(";1;1;0;0")


def test_what_moved_is_read_down_to_the_departement(client):
    chinon = Territory.objects.get(kind="commune", code="37072")
    make_measure(make_plan(make_structure(), published=True, territory=chinon), "6.3")
    country = words(client.get(f"{CATALOGUE}avancement/"))
    assert "Centre-Val de Loire</a>" in country
    region = words(client.get(f"{CATALOGUE}avancement/", {"region": "24"}))
    assert "Indre-et-Loire</a>" in region
    assert "Indre-et-Loire : les mesures" in words(
        client.get(f"{CATALOGUE}avancement/", {"departement": "37"})
    )
    assert client.get(f"{CATALOGUE}avancement/", {"region": "\0", "departement": "zz"}).status_code == 422


def test_plans_are_listed_and_filtered(client, leader):
    make_plan(leader.structure, title="Plan du CCAS")
    make_plan(make_structure(), title="Convention", kind="convention", published=True)
    make_plan(make_structure(), title="Ailleurs, non publié")
    shown = words(client.get(PLANS))
    assert "Plan du CCAS" in shown
    assert "non publié" in shown
    assert "Ailleurs" not in shown
    assert "Plan du CCAS" not in words(client.get(PLANS, {"type": "convention"}))
    assert "Aucun plan" in words(client.get(PLANS, {"q": "zzz"}))
    assert client.get(PLANS, {"page": "9" * 20, "q": "\0", "type": "x"}).status_code == 422


def fill(leader, times):
    for number in range(times):
        plan = make_plan(leader.structure, published=True)
        for code in ("6.3", "6.4", "9.2")[: number + 1]:
            measure = make_measure(plan, code, due_on=TODAY + timedelta(days=number))
            make_evidence(measure, leader.user)
            make_raising(measure, leader.user, to_structure=leader.structure)
    return plan


@pytest.mark.parametrize(
    "url", [CATALOGUE, f"{CATALOGUE}6/", f"{CATALOGUE}avancement/", PLANS, "/remontees/"]
)
def test_lists_cost_the_same_with_one_and_with_three(client, leader, url):
    fill(leader, 1)
    one = count_queries(client, url)
    fill(leader, 3)
    assert count_queries(client, url) == one


def test_a_plan_costs_the_same_with_one_measure_and_with_three(client, leader):
    small, large = fill(leader, 1), fill(leader, 3)
    one, three = (count_queries(client, plan.get_absolute_url()) for plan in (small, large))
    assert three == one
