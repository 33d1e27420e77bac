"""The person's own space: what they read, what they answer, what they ask; and nobody else there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, signed_in
from maillage.directory.enums import Visibility
from maillage.directory.models import Structure
from maillage.people.tests.factories import enter_space
from maillage.permissions.context import acting
from maillage.support.actions import circle as circle_actions
from maillage.support.actions import data_requests
from maillage.support.models import DataRequest, Note, OwnWords, Reply
from maillage.support.queries.circle import accompaniment, duties
from maillage.support.tests.factories import (
    make_accompaniment,
    make_act,
    make_appointment,
    make_note,
    make_question,
)
from tests.plugin import become

PAGES = ("support:own_notes", "support:own_path", "support:own_data")


@pytest.fixture
def her(town):
    with become("maintenance"):
        make_accompaniment(town.samira, town.worker)
        make_note(town.samira, town.worker, "team", synthesis="Le bail se termine.")
        make_note(town.samira, town.worker, "personal", synthesis="à vérifier")
        kept = make_note(town.samira, town.worker, "team", synthesis="enquête en cours")
        Note.objects.filter(pk=kept.pk).update(withheld_id="child_protection")
        make_act(town.samira, town.partner, "Bilan de santé")
        town.client = Client()
        enter_space(town.client, town.samira)
    return town


def test_she_reads_everything_but_what_is_kept_and_knows_it(her):
    page = her.client.get(reverse("support:own_notes")).content.decode()
    assert "Le bail se termine." in page
    assert "à vérifier" not in page
    assert "enquête en cours" not in page
    assert "L226-2-2" in page
    assert "1\u00a0note de travail" in page
    assert "Bilan de santé" in her.client.get(reverse("support:own_path")).content.decode()


def test_her_home_says_who_and_what_first(her):
    page = her.client.get(reverse("people:space")).content.decode()
    assert page.index("vous accompagne") < page.index("Bilan de santé") < page.index("Qui vous entoure")


def read_simply(client):
    client.post(reverse("pages:simple"), {"simple": "oui", "back": "/mon-espace/"})


def said_back(response) -> bool:
    """What was done is told, on the page where it leads."""
    return response.status_code == 200 and any(str(one) for one in response.context["messages"])


def test_her_home_gives_the_number_that_everybody_may_read(her):
    url = reverse("people:space")
    assert "Pour lui parler" not in her.client.get(url).content.decode()
    with become("maintenance"):
        Structure.objects.filter(pk=her.here.pk).update(phone="+33247000000")
    assert 'href="tel:+33247000000"' in her.client.get(url).content.decode()
    with become("maintenance"):
        Structure.objects.filter(pk=her.here.pk).update(visibility=Visibility.PROFESSIONALS)
    assert "+33247000000" not in her.client.get(url).content.decode()


def test_read_simply_her_home_says_who_helps_and_what_to_do_and_folds_the_rest(her):
    with become("maintenance"):
        make_appointment(her.samira, her.worker, timezone.now() + timedelta(days=3))
    read_simply(her.client)
    page = her.client.get(reverse("people:space")).content.decode()
    first, rest = page.split("Voir tout le reste")
    assert "Qui vous aide" in first
    assert "Rendez-vous à" in first
    for words in ("Bilan de santé", "Qui vous entoure", "Vos accords", "Qui a ouvert votre dossier"):
        assert words not in first
        assert words in rest
    assert rest.index("Qui a ouvert votre dossier") < rest.rindex("</details>")


def test_read_simply_her_notes_keep_her_replies_and_what_comes_before_and_after(her):
    with become("maintenance"):
        note = make_note(her.samira, her.worker, "team", before="Lettre reçue.", after="Rappeler mardi.")
    told = {"kind": "disagreement", "text": "Ce n’était pas mardi."}
    her.client.post(reverse("support:own_reply", args=[note.pk]), told)
    read_simply(her.client)
    page = her.client.get(reverse("support:own_notes")).content.decode()
    for words in ("Lettre reçue.", "Rappeler mardi.", "Ce n’était pas mardi.", "Désaccord"):
        assert words in page


def test_the_questions_asked_for_her_say_what_she_said_yes_to(her):
    with become("maintenance"):
        make_question(her.samira, her.worker, subject="Prime d’activité")
    page = her.client.get(reverse("support:own_questions")).content.decode().replace("\u00a0", " ")
    assert "Question à la CAF : Prime d’activité" in page
    assert page.count("Vous avez dit oui à Claire, le 5 janvier 2026.") == 2
    assert "Accord de la personne" not in page


def test_she_answers_beside_and_speaks(her):
    with acting(actor_of(her.worker)):
        note = Note.objects.get(level="team", withheld=None)
    url = reverse("support:own_reply", args=[note.pk])
    assert her.client.post(url, {"kind": "", "text": ""}).status_code == 422
    assert said_back(
        her.client.post(url, {"kind": "disagreement", "text": "Il se termine en juin."}, follow=True)
    )
    words = {"words": "Je veux rester près de l’école."}
    assert said_back(her.client.post(reverse("support:own_notes"), words, follow=True))
    with acting(actor_of(her.worker)):
        assert Reply.objects.get().text == "Il se termine en juin."
        said = OwnWords.objects.get()
        assert (said.words, said.author_id) == ("Je veux rester près de l’école.", None)
    page = her.client.get(reverse("support:own_notes")).content.decode()
    assert "Il se termine en juin." in page


def test_what_she_asks_is_owed_and_answered(her):
    url = reverse("support:own_data")
    assert her.client.post(url, {"kind": "tout"}).status_code == 422
    asks = {"kind": "correct", "words": "Mon nom s’écrit sans accent."}
    assert said_back(her.client.post(url, asks, follow=True))
    with acting(actor_of(her.worker)) as by:
        asked = DataRequest.objects.get()
        assert asked.due_on > timezone.localdate()
        assert [one.pk for one in duties(by, timezone.localdate()).requests] == [asked.pk]
    client = Client()
    signed_in(client, member=her.worker)
    page = reverse("support:data_request", args=[her.samira.pk, asked.pk])
    assert "sans accent" in client.get(page).content.decode()
    assert client.post(page, {"answer": ""}).status_code == 422
    client.post(page, {"answer": "C’est corrigé."})
    assert "C’est corrigé." in her.client.get(url).content.decode()
    with acting(actor_of(her.worker)) as by:
        assert duties(by, timezone.localdate()).requests == []
        with pytest.raises(data_requests.Forbidden, match="déjà répondu"):
            data_requests.answer_data_request(by=by, asked=asked, answer="x")


def test_she_reads_a_handover_about_her(her):
    with acting(actor_of(her.worker)) as by:
        told = {"reason": "départ", "note": "bail", "not_to_lose": "", "meeting_on": None}
        passing = circle_actions.Passing(taker_id=her.other.user_id, person_agrees=False, **told)
        row = accompaniment(by, her.samira)
        handover = circle_actions.propose_handover(by=by, accompaniment=row, passing=passing)
    page = her.client.get(reverse("support:own_handover", args=[handover.pk])).content.decode()
    assert "départ" in page
    assert "Lire la proposition" in her.client.get(reverse("people:space")).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_is_there(her, name):
    client = Client()
    assert client.get(reverse(name)).url == reverse("people:enter")
    signed_in(client, member=her.worker)
    assert client.get(reverse(name)).url == reverse("people:enter")


@pytest.mark.parametrize("name", [*PAGES, "people:space"])
def test_each_page_reads_simply(her, name):
    full = her.client.get(reverse(name)).content.decode()
    answer = her.client.post(reverse("pages:simple"), {"simple": "oui", "back": reverse(name)})
    assert answer.url == reverse(name)
    assert her.client.get(answer.url).content.decode().split("lead")[1] != full.split("lead")[1]
    elsewhere = her.client.post(reverse("pages:simple"), {"simple": "non", "back": "https://exemple.test/"})
    assert elsewhere.url == "/mon-espace/"


def test_she_sees_nobody_else_s_file(her):
    for url in (
        reverse("people:person", args=[her.samira.pk]),
        reverse("support:notes", args=[her.samira.pk]),
    ):
        assert her.client.get(url).status_code in (302, 404)
    with acting(actor_of(her.worker)):
        note = make_note(her.child, her.worker)
    assert her.client.get(reverse("support:own_reply", args=[note.pk])).status_code == 404
