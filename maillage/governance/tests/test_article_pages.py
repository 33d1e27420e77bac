"""Texts by articles on their pages: read, compared, linked, replaced, read again; adapted from a model."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from maillage.accounts.tests.factories import make_user
from maillage.governance.actions import articles as actions
from maillage.governance.actions import texts as text_actions
from maillage.governance.models import Text, TextLink
from maillage.governance.queries import articles as queries
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.governance.tests.mandate_factories import make_mandate, make_text
from maillage.governance.tests.plan_factories import make_plan
from maillage.governance.tests.text_factories import ARTICLES, make_charter, make_version, version_of
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TODAY = date.today()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def committee():
    return make_committee()


@pytest.fixture
def keeper(committee, client):
    """Signed in, keeping the work of `committee`."""
    with become("maintenance"):
        user = make_user()
        client.force_login(user, backend=BACKEND)
    make_duty(committee, user)
    return Actor(user_id=user.pk)


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def at(name, text, *more):
    return reverse(f"governance:{name}", args=[text.public_id, *more])


def only(model, **told):
    with become("maintenance"):
        return model.objects.get(**told)


def test_a_charter_is_read_by_articles_each_at_its_address(client, committee):
    page = client.get(make_charter(committee).get_absolute_url()).content.decode()
    assert '<h2 id="article-1">Article\u00a01 – Respect</h2>' in page
    assert '<h2 id="article-2">' in page
    plain = client.get(make_text(committee, body=ARTICLES).get_absolute_url()).content.decode()
    assert 'id="article-1"' not in plain


def test_an_article_number_serves_once(client, keeper, committee):
    sent = {"kind": "charter", "title": "Charte", "body": "Article 1\na\nArticle 1\nb"}
    page = reverse("governance:write_text", args=[committee.public_id])
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Ce numéro sert deux fois : Article 1. Renumérotez" in words(refused)
    assert "Article 1\r\na\r\nArticle 1" in refused.content.decode().replace("\n", "\r\n").replace(
        "\r\r", "\r"
    )
    told = words(client.post(page, {**sent, "body": "Article 1\na\nArticle 4\nb"}, follow=True))
    assert "Il n’y a pas d’articles 2, 3." in told
    with pytest.raises(ValidationError), acting(keeper):
        text = only(Text)
        mark = text_actions.mark(version_of(text))
        text_actions.rewrite_text(by=keeper, text=text, read=mark, title="Charte", body=sent["body"])


def test_an_opinion_may_name_articles_as_it_likes(client, keeper, committee):
    sent = {"kind": "opinion", "title": "Avis", "body": "Article 1\na\nArticle 1\nb"}
    page = reverse("governance:write_text", args=[committee.public_id])
    assert client.post(page, sent).status_code == 302


def test_two_versions_are_compared_article_by_article(client, committee):
    charter = make_charter(committee)
    new = ARTICLES.replace("Article 2 – Secret", "Article 2 – Écoute\nEntendre.\n\nArticle 3 – Secret")
    make_version(charter, new)
    page = words(client.get(at("compare_text", charter, 2, 1)))
    assert "Ajouté" in page
    assert "Renuméroté Il était : Article 2 – Secret." in page.replace("</span>", "").replace("</p>", "")
    assert "Sans changement : Article 1 – Respect." in page
    assert "Écoute" in words(client.get(at("text_version", charter, 2)))
    assert client.get(at("compare_text", charter, 2, 9)).status_code == 404
    assert client.get(at("compare_text", make_text(committee), 1, 1)).status_code == 404


def test_a_draft_is_compared_by_members_alone(client, committee):
    charter = make_charter(committee)
    make_version(charter, ARTICLES, published_at=None)
    assert client.get(at("compare_text", charter, 2, 1)).status_code == 404


def test_an_opinion_sheds_light_on_an_article_and_it_is_read_on_both(client, keeper, committee):
    charter, opinion = make_charter(committee), make_text(committee)
    page = at("link_text", opinion)
    wrong = client.post(page, {"about": charter.public_id, "article": "12"})
    assert wrong.status_code == 422
    assert "Ce texte n’a pas cet article : il va de l’article 1 à l’article 2." in words(wrong)
    assert client.post(page, {"about": "x", "article": "1"}).status_code == 422
    sent = {"about": charter.public_id, "article": "Article premier"}
    answer = words(client.post(page, sent, follow=True))
    assert "Charte, article 1" in answer
    client.post(page, sent)
    client.logout()
    assert "Éclairé par : <a" in words(client.get(charter.get_absolute_url()))
    assert only(TextLink).article == "1"


def test_a_link_is_taken_back_and_follows_what_is_published(client, keeper, committee):
    charter, opinion = make_charter(committee), make_text(committee)
    with acting(keeper):
        link = actions.link_text(by=keeper, text=opinion, about=charter, article="2")
    make_version(charter, "Article 1 – Respect\nOui")
    assert "sur l’ancien article 2" in words(client.get(charter.get_absolute_url()))
    other = make_text(committee, "Autre avis")
    assert client.post(at("unlink_text", other, link.pk)).status_code == 404
    client.post(at("unlink_text", opinion, link.pk))
    with become("maintenance"):
        assert TextLink.objects.count() == 0


def test_a_draft_that_sheds_light_is_not_told(client, committee):
    charter, draft = make_charter(committee), make_text(committee, "Brouillon d’avis", published_at=None)
    with become("maintenance"):
        TextLink.objects.create(text=draft, about=charter, article="1")
    assert "Brouillon d’avis" not in words(client.get(charter.get_absolute_url()))


def test_a_text_is_replaced_by_another_and_says_it(client, keeper, committee):
    old, new = make_charter(committee, "Ancienne"), make_charter(committee, "Nouvelle")
    answer = words(client.post(at("supersede_text", old), {"superseded_by": new.public_id}, follow=True))
    assert "Ce texte est remplacé par <a" in answer
    turned = client.post(at("supersede_text", new), {"superseded_by": old.public_id})
    assert "lui-même remplacé" in words(turned)
    client.logout()
    assert "Remplace</h2>" in words(client.get(new.get_absolute_url()))
    assert "Remplacé" in words(client.get(reverse("governance:texts")))
    rows = client.get(reverse("governance:texts_json")).json()["textes"]
    by_title = {one["titre"]: one["remplace_par"] for one in rows}
    assert by_title == {"Ancienne": str(new.public_id), "Nouvelle": None}


def test_texts_to_read_again_are_shown_to_their_keepers(client, keeper, committee):
    days = {"Passée": -1, "Proche": 80, "Lointaine": 120}
    for title, number in days.items():
        text = make_charter(committee, title)
        with become("maintenance"):
            Text.objects.filter(pk=text.pk).update(review_on=TODAY + timedelta(days=number))
    elsewhere = make_charter(make_committee(), "Ailleurs")
    with become("maintenance"):
        Text.objects.filter(pk=elsewhere.pk).update(review_on=TODAY)
    with acting(keeper):
        assert [one.title for one in queries.to_review(keeper, TODAY)] == ["Passée", "Proche"]
    assert "En retard" in words(client.get(reverse("governance:texts_to_review")))
    late = only(Text, title="Passée")
    client.post(at("review_text", late), {"review_on": "01/06/2099"})
    assert only(Text, title="Passée").review_on == date(2099, 6, 1)
    assert client.post(at("review_text", late), {"review_on": "bientôt"}).status_code == 422


def test_a_charter_is_adapted_and_its_gap_is_shown(client, keeper, committee):
    model = make_charter(make_committee(), "Charte type")
    sent = {"committee": committee.public_id, "title": "Charte de Chinon"}
    made = client.post(at("adapt_text", model), sent, follow=True)
    assert "Aucun écart" in words(made)
    own = only(Text, title="Charte de Chinon")
    with acting(keeper):
        mark = text_actions.mark(version_of(own))
        body = ARTICLES.replace("Se taire.", "Se taire, sauf danger.") + "\n\nArticle 3 – Accueil\nOuvrir."
        text_actions.rewrite_text(by=keeper, text=own, read=mark, title="Charte de Chinon", body=body)
    gap = words(client.get(at("gap", own)))
    assert "<ins>" in gap
    assert "Ajouté" in gap
    assert "Sans changement : Article 1 – Respect." in gap
    assert "2 articles d’écart" in words(client.get(own.get_absolute_url()))
    assert "Le modèle a changé" not in gap


def test_a_new_version_of_the_model_is_told_then_followed(client, keeper, committee):
    model = make_charter(make_committee(), "Charte type")
    with acting(keeper):
        own = actions.adapt_text(by=keeper, model=model, committee=committee, title="La nôtre")
    make_version(model, ARTICLES.replace("Se taire.", "Se taire toujours."))
    assert "Il a une version 2" in words(client.get(own.get_absolute_url()))
    assert "Le modèle a changé : version 2" in words(client.get(at("gap", own)))
    client.post(at("follow_model", own), {"version": "1"})
    assert only(Text, pk=own.pk).model_version.number == 1
    client.post(at("follow_model", own), {"version": "2"})
    with become("maintenance"):
        assert Text.objects.select_related("model_version").get(pk=own.pk).model_version.number == 2


def test_only_who_keeps_a_committee_adapts_for_it(keeper, committee):
    model, other = make_charter(committee), make_committee()
    draft = make_charter(committee, published_at=None)
    with acting(keeper):
        with pytest.raises(Forbidden):
            actions.adapt_text(by=keeper, model=model, committee=other, title="x")
        with pytest.raises(Forbidden, match="texte publié"):
            actions.adapt_text(by=keeper, model=draft, committee=committee, title="x")


def test_a_committee_shows_its_mandates_texts_and_plans(client, keeper, committee):
    make_mandate(group=committee, title="Étudier l’accueil")
    make_charter(committee, "Charte lue")
    make_charter(committee, "Charte en projet", published_at=None)
    make_plan(committee=committee, title="Plan caché")
    make_plan(committee=committee, title="Plan public", published=True)
    mine = words(client.get(committee.get_absolute_url()))
    told = ("Étudier l’accueil", "Charte lue", "Charte en projet", "Plan caché", "Plan public")
    assert [one in mine for one in (*told, "Écrire un texte")] == [True] * 6
    client.logout()
    seen = words(client.get(committee.get_absolute_url()))
    assert [one in seen for one in (*told, "Écrire un texte")] == [True, True, False, False, True, False]


def fill(committee, charter, number):
    opinion = make_text(committee, f"Avis {number}")
    with become("maintenance"):
        TextLink.objects.create(text=opinion, about=charter, article="1")
        Text.objects.filter(pk=opinion.pk).update(review_on=TODAY)
        instance = make_charter(make_committee(), f"Charte {number}")
        Text.objects.filter(pk=instance.pk).update(model_version=version_of(charter))
        Text.objects.filter(pk=make_charter(committee, f"Vieille {number}").pk).update(superseded_by=charter)
    make_mandate(group=committee)
    make_plan(committee=committee, title=f"Plan {number}", published=True)


def test_pages_cost_the_same_with_one_row_and_with_three(client, keeper, committee):
    charter = make_charter(committee)
    urls = [charter.get_absolute_url(), committee.get_absolute_url(), reverse("governance:texts_to_review")]
    urls += [reverse("governance:texts"), reverse("governance:texts_json")]
    fill(committee, charter, 1)
    one = [count_queries(client, url) for url in urls]
    fill(committee, charter, 2)
    fill(committee, charter, 3)
    assert [count_queries(client, url) for url in urls] == one


def test_nobody_else_sees_a_draft_through_its_model(committee):
    model = make_charter(committee)
    draft = make_charter(make_committee(), "Projet", published_at=None)
    with become("maintenance"):
        Text.objects.filter(pk=draft.pk).update(model_version=version_of(model))
    with acting(ANONYMOUS):
        assert list(queries.instances(ANONYMOUS, model)) == []
