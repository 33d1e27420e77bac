"""Pages of practice sheets: what they say, how many queries they cost, what bad input gets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure, make_user, signed_in
from maillage.directory.models import Territory
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.practices.models import Evaluation, Reuse, Sheet, SheetCall, SheetVersion
from maillage.practices.sheet_paper import MOST_PAGES, pages_of, sheet_data
from maillage.practices.tests.factories import (
    make_call,
    make_evaluation,
    make_reuse,
    make_sheet,
    make_version,
)
from maillage.web.listing import A_PAGE
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Café", "territory": "Chinon", "contact": "Accueil"}


def at(name, *args):
    return reverse(f"practices:{name}", args=args)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def count(model):
    with become("maintenance"):
        return model.objects.count()


@pytest.fixture
def leader(client):
    with become("maintenance"):
        return signed_in(client, Role.TEAM_LEADER)


@pytest.fixture
def shelf():
    """A sheet of Chinon tagged, another of the région, a third nowhere."""
    with become("maintenance"):
        user, here = make_user(), make_structure()
        chinon = Territory.objects.communes().get(code="37072")
        region = Territory.objects.get(kind="region", code="24", valid_until=None)
    told = {"tags": ["outreach"], "territory": chinon, "steps": "Ouvrir les enveloppes à plusieurs."}
    make_sheet(
        user, here, title="Café des factures", **told, points=[("pitfall", "Choisir un jour de marché")]
    )
    make_sheet(
        user, here, title="Guichet mobile", kind="technical", theme="rights", territory=region, whole=False
    )
    make_sheet(user, here, title="Relire la semaine", kind="reflexivity")
    make_sheet(user, here, title="Pas encore", published=False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Café des factures", "Guichet mobile", "Relire la semaine"}),
        ({"q": "enveloppe"}, {"Café des factures"}),
        ({"q": "JOURS"}, {"Café des factures"}),
        ({"q": "licorne"}, set()),
        ({"q": "- - -"}, {"Café des factures", "Guichet mobile", "Relire la semaine"}),
        ({"type": "technical"}, {"Guichet mobile"}),
        ({"theme": "outreach"}, {"Café des factures"}),
        ({"etape": "spotted"}, {"Guichet mobile"}),
        ({"ou": "Indre-et-Loire"}, {"Café des factures"}),
        ({"ou": "Centre-Val de Loire"}, {"Café des factures", "Guichet mobile"}),
        ({"ou": "Chinon", "etape": "documented"}, {"Café des factures"}),
    ],
)
def test_the_library_finds_what_is_asked(client, shelf, asked, found):
    page = words(client.get(at("library"), asked))
    titles = ("Café des factures", "Guichet mobile", "Relire la semaine", "Pas encore")
    if asked.get("q") != "- - -":
        assert {one for one in titles if f">{one}<" in page} == found


@pytest.mark.parametrize(
    "query",
    [{"q": "\0"}, {"q": "a" * 300}, {"etape": "x"}, {"ou": "Nulle part"}, {"page": "x"}, {"theme": "'"}],
)
def test_what_cannot_be_understood_never_breaks_a_list(client, query):
    for name in ("library", "lessons", "calls", "lessons_pdf"):
        assert client.get(at(name), query).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Donnez un titre."),
        ({**ABOUT, "territory": "Nulle part"}, "aucune commune connue"),
        ({**ABOUT, "territory": ""}, "Dites où."),
        ({**ABOUT, "title": "x" * 151}, "trop long"),
        ({**ABOUT, "contact": ""}, "à quel service"),
        ({**ABOUT, "context": "x" * 2501}, "1 signe de trop"),
        ({**ABOUT, "lever": "x" * 203}, "3 signes de trop"),
        ({**ABOUT, "lever": "\n".join(f"Un {n}" for n in range(13))}, "12 phrases au plus"),
        ({**ABOUT, "tags": ["inconnu"]}, "mots-clés de la liste"),
        ({**ABOUT, "title": "a\0b"}, "caractère"),
        ({**ABOUT, "steps": "\U0001f600" * 5001}, "1 signe de trop"),
    ],
)
def test_a_sheet_that_cannot_be_gets_a_sentence_and_loses_nothing(client, leader, sent, said):
    sheet = make_sheet(leader.user, leader.structure, published=False, whole=False)
    answer = client.post(at("write", sheet.public_id), {"version": "1.1", "means": "Deux heures.", **sent})
    assert (answer.status_code, said in words(answer)) == (422, True), words(answer)[:3000]
    assert "Deux heures." in words(answer)
    with become("maintenance"):
        assert SheetVersion.objects.get().saves == 1


def test_the_counter_says_what_is_typed(client, leader):
    sheet = make_sheet(leader.user, leader.structure, published=False, whole=False, steps="Douze signes")
    page = at("write", sheet.public_id)
    assert "La fiche fait 12 signes sur 15 000" in words(client.get(page))
    sent = {**ABOUT, "version": "1.1", "context": "x" * 2501, "lever": "Un banc"}
    assert "La fiche fait 2 508 signes sur 15 000" in words(client.post(page, sent))


def test_line_ends_count_once_whatever_the_browser_sends(client, leader):
    sheet = make_sheet(leader.user, leader.structure, published=False, whole=False)
    sent = {**ABOUT, "version": "1.1", "context": "a\r\n" * 1249 + "bc"}
    assert client.post(at("write", sheet.public_id), sent).status_code == 302


def test_somebody_elses_save_is_shown_beside_what_is_typed(client, leader):
    sheet = make_sheet(leader.user, leader.structure, published=False, context="Le leur")
    answer = client.post(at("write", sheet.public_id), {**ABOUT, "version": "1.0", "context": "Le mien"})
    assert answer.status_code == 409
    assert "Le leur" in words(answer)
    assert "Le mien" in words(answer)
    sent = {**ABOUT, "version": "1.1", "context": "Le mien"}
    assert client.post(at("write", sheet.public_id), sent).status_code == 302


def test_what_looks_like_a_name_is_shown_before_publication(client, leader):
    sheet = make_sheet(leader.user, leader.structure, published=False, context="Avec Mme Durand.")
    page = at("publish", sheet.public_id)
    assert "on dirait un nom" in words(client.get(page))
    assert client.post(page, {"version": "1.1"}).status_code == 422
    answer = client.post(page, {"version": "1.1", "confirmed": ["Mme Durand."]}, follow=True)
    assert "tout le monde peut la lire" in words(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Dites ce qui a été vu pour un critère au moins."),
        ({"done-seen": "Vu."}, "Dites ce qui le montre."),
        ({"done-proof": "Bilan"}, "Dites ce qui a été vu."),
        ({"done-seen": "Vu.", "done-proof_kind": "figure", "done-proof": "12"}, "d’où vient ce chiffre"),
        ({"done-seen": "Vu.", "done-proof_kind": "link", "done-proof": "Page"}, "l’adresse de la page"),
        ({"done-link": "pas un lien"}, "pas complet"),
        ({"made_on": "01/01/2099"}, "jusqu’au"),
        ({"evaluator": "7"}, "choix"),
        ({"persons_said": "Monsieur Durand est content."}, "n’identifie personne"),
    ],
)
def test_an_evaluation_that_cannot_be_gets_a_sentence(client, leader, sent, said):
    sheet = make_sheet(leader.user, leader.structure)
    told = {"version": 0, "made_on": "01/03/2026", "evaluator": "0", **sent}
    answer = client.post(at("evaluate", sheet.public_id, "demarche"), told)
    assert (answer.status_code, said in words(answer)) == (422, True), words(answer)[:3000]
    assert count(Evaluation) == 0


def test_an_evaluation_of_its_own_sheet_says_so_and_what_was_not_looked_at(client, leader):
    sheet = make_sheet(leader.user, leader.structure)
    page = words(
        client.get(make_evaluation(sheet, leader.user, structure=leader.structure).get_absolute_url())
    )
    assert "Celles et ceux qui évaluent portent aussi la fiche." in page
    assert "Pas regardé." in page
    assert "Cette évaluation ne le dit pas." in page
    assert client.get(at("evaluate", sheet.public_id, "autre")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"result": ""}, "Dites ce que cela a donné."),
        ({"result": "parfait"}, "choix"),
        ({"learnt": ""}, "Dites ce que vous en avez appris."),
        ({"began_on": "01/01/2099"}, "jusqu’au"),
        ({"ended_on": "01/01/2020"}, "Le dernier jour vient après le premier."),
        ({"learnt": "Demander à Mme Durand."}, "n’identifie personne"),
    ],
)
def test_a_trial_that_cannot_be_gets_a_sentence(client, leader, sent, said):
    with become("maintenance"):
        sheet = make_sheet(leader.user, make_structure())
    told = {"territory": "Chinon", "began_on": "01/03/2026", "result": "failed", "learnt": "Trop tôt."}
    answer = client.post(at("declare_reuse", sheet.public_id), {**told, **sent})
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert count(Reuse) == 0


def test_a_call_is_opened_answered_and_says_what_is_missing(client, leader):
    committee = make_committee(name="Comité local")
    make_duty(committee, leader.user)
    sent = {"committee": str(committee.public_id), "title": "Appel", "asked": "Des idées"}
    sent |= {"tags": ["outreach", "peers"], "closes_on": "31/12/2099"}
    for wrong in ({"tags": []}, {"closes_on": "01/01/2020"}, {"committee": "x"}, {"title": ""}):
        assert client.post(at("new_call"), {**sent, **wrong}).status_code == 422
    answer = client.post(at("new_call"), sent, follow=True)
    assert "Il manque encore une fiche sur : Aller vers, Pair-aidance." in words(answer)
    call = Sheet.objects.none()
    with become("maintenance"):
        call = SheetCall.objects.get()
    assert "Aucune fiche à proposer" in words(client.get(at("answer_call", call.public_id)))
    sheet = make_sheet(leader.user, leader.structure, title="Café", tags=["peers"])
    assert client.post(at("answer_call", call.public_id), {"sheet": "x"}).status_code == 422
    answer = client.post(at("answer_call", call.public_id), {"sheet": str(sheet.public_id)}, follow=True)
    assert "Il manque encore une fiche sur : Aller vers." in words(answer)
    assert "Café" in words(answer)


def test_former_versions_and_withdrawn_sheets_keep_their_address(client, leader):
    sheet = make_sheet(leader.user, leader.structure, title="Premier")
    make_version(sheet, leader.user, 2, title="Second")
    assert "Premier" in words(client.get(at("sheet_version", sheet.public_id, 1)))
    assert client.get(at("sheet_version", sheet.public_id, 3)).status_code == 404
    assert "Second" in words(client.get(sheet.get_absolute_url()))
    client.post(at("withdraw", sheet.public_id), {"why": "Elle était fausse."})
    client.logout()
    page = words(client.get(sheet.get_absolute_url()))
    assert "Elle était fausse." in page
    assert "Le contexte de la fiche" not in page
    assert client.get(at("sheet_pdf", sheet.public_id)).status_code == 404
    assert client.get(at("sheet_version", sheet.public_id, 1)).status_code == 404


def test_lists_cost_the_same_for_one_and_for_three(client, leader):
    committee = make_committee()
    make_duty(committee, leader.user)
    with become("maintenance"):
        other = make_member(Role.TEAM_LEADER)

    def add():
        point = [("lever", "Un lieu neutre")]
        held = {"structure": leader.structure, "committee": committee}
        out = make_sheet(leader.user, **held, tags=["peers"], points=point)
        make_sheet(leader.user, leader.structure, published=False)
        make_evaluation(out, leader.user, structure=leader.structure)
        make_reuse(out, other.user, other.structure)
        call = make_call(committee, leader.user, tags=["peers"])
        client.post(at("answer_call", call.public_id), {"sheet": str(out.public_id)})
        return out, call

    sheet, call = add()
    addresses = [at(name) for name in ("library", "lessons", "calls", "sheets_json", "sheets_csv")]
    addresses += [sheet.get_absolute_url(), call.get_absolute_url()]
    once = [count_queries(client, one) for one in addresses]
    for _ in range(2):
        more, _ = add()
        client.post(at("answer_call", call.public_id), {"sheet": str(more.public_id)})
    for kind in ("process", "effects"):
        make_evaluation(sheet, other.user, kind, structure=other.structure)
    assert [count_queries(client, one) for one in addresses] == once
    assert max(once) <= 45, once


def test_the_library_is_read_page_by_page_and_keeps_its_filters(client):
    with become("maintenance"):
        user, here = make_user(), make_structure()
    for _ in range(A_PAGE + 1):
        make_sheet(user, here, whole=False, tags=["peers"])
    first = words(client.get(at("library"), {"theme": "peers"}))
    assert f"{A_PAGE + 1} fiches" in first
    assert "theme=peers&amp;page=2" in first
    assert "Page 2 sur 2" in words(client.get(at("library"), {"theme": "peers", "page": 2}))


def test_a_sheet_as_long_as_it_may_be_is_five_pages_or_says_so(client, leader):
    words_of = "Ouvrir ensemble les enveloppes que personne n’ose ouvrir seul. "
    sizes = {
        "context": 2400,
        "audience": 1400,
        "actors": 1900,
        "steps": 4900,
        "conditions": 2000,
        "means": 2000,
    }
    full = {name: (words_of * 90)[:size] for name, size in sizes.items()}
    sheet = make_sheet(leader.user, leader.structure, published=False, **full)
    with become("maintenance"):
        version = SheetVersion.objects.select_related("sheet").get()
        version.is_documented = version.has_process = version.has_effects = version.was_tried = False
        paper = pages_of(sheet_data(version, [], [], ""))
    assert paper in (4, 5, 6)
    assert ("Sur papier" in words(client.get(at("publish", sheet.public_id)))) == (paper > MOST_PAGES)


def test_an_evaluation_is_corrected_until_it_is_published(client, leader):
    sheet = make_sheet(leader.user, leader.structure)
    row = make_evaluation(sheet, leader.user, published=False, structure=leader.structure)
    page = at("correct_evaluation", row.public_id)
    assert "Cahier de suivi" in words(client.get(page))
    sent = {"version": 1, "made_on": "01/03/2026", "cost-seen": "Deux heures.", "cost-proof_kind": "document"}
    sent |= {"cost-proof": "Agenda", "cost-proof_on": "01/02/2026"}
    answer = client.post(page, sent, follow=True)
    assert "Deux heures." in words(answer)
    assert "Cahier de suivi" not in words(answer)
    assert "relisez-la avant d’enregistrer" in words(client.post(page, sent))
    client.post(at("publish_evaluation", row.public_id))
    assert "elle ne change plus" in words(client.post(page, {**sent, "version": 2}))
    client.post(at("withdraw_evaluation", row.public_id), {"why": "Chiffre faux."})
    assert "Chiffre faux." in words(client.get(row.get_absolute_url()))
    assert "Pas encore." in words(client.get(sheet.get_absolute_url()))


def test_a_synthesis_begins_from_what_the_sheets_say(client, leader):
    committee = make_committee()
    make_duty(committee, leader.user)
    make_sheet(leader.user, leader.structure, tags=["peers"], points=[("lever", "Un lieu neutre")])
    told = {"tag": "peers", "committee": str(committee.public_id)}
    assert client.post(at("synthesis"), {**told, "tag": "youth"}).status_code == 422
    answer = client.post(at("synthesis"), told, follow=True)
    assert "reprenez-le avec vos mots" in words(answer)
    assert "– Un lieu neutre [1]" in words(answer)


def test_a_training_leads_to_the_practice_sheet_it_starts_from(client, shelf):
    with become("maintenance"):
        officer = make_member(Role.TRAINING_OFFICER)
        sheet = (
            Sheet.objects.get(title="Café des factures") if hasattr(Sheet, "title") else Sheet.objects.first()
        )
    soon = timezone.localdate() + timedelta(days=30)
    told = {"title": "Ouvrir les enveloppes", "kind": "thematic", "half_days": f"{soon:%d/%m/%Y} matin", "asks_until": f"{soon:%d/%m/%Y}"}  # fmt: skip
    school = client_of(officer)
    address = at("sheet", sheet.public_id)
    answer = school.post(
        reverse("training:new_session"), told | {"practice": f"https://maillage.exemple{address}"}
    )
    assert answer.status_code == 302, words(answer)
    assert f'href="{address}">La fiche pratique liée' in school.get(answer.url).content.decode()
    assert client.get(address).status_code == 200
    wrong = school.post(reverse("training:new_session"), told | {"practice": "le café"})
    assert wrong.status_code == 422
    assert "Collez l’adresse de la fiche" in words(wrong)
