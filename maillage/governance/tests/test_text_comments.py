"""Members comment on articles; a comment follows its article from one version to the next."""

import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import make_user
from maillage.governance.actions import comments as actions
from maillage.governance.models import TextComment, TextVersion
from maillage.governance.queries import comments as queries
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.governance.tests.text_factories import (
    ARTICLES,
    make_charter,
    make_comment,
    make_version,
    version_of,
)
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def committee():
    return make_committee()


@pytest.fixture
def draft(committee):
    return make_charter(committee, published_at=None)


@pytest.fixture
def keeper(committee, client):
    with become("maintenance"):
        user = make_user()
        client.force_login(user, backend=BACKEND)
    make_duty(committee, user)
    return user


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def at(name, row):
    return reverse(f"governance:{name}", args=[row.public_id])


def only():
    with become("maintenance"):
        return TextComment.objects.get(parent=None)


def test_from_a_comment_to_what_becomes_of_it(client, keeper, draft):
    page = at("comment_text", draft)
    assert "Article 2 – Secret" in words(client.get(page, {"article": "2"}))
    answer = words(client.post(f"{page}?article=2", {"body": "Dire quand parler."}, follow=True))
    assert "Dire quand parler." in answer
    assert "À examiner" in answer
    one = only()
    assert (one.article, one.passage) == ("2", "Article 2 – Secret\nSe taire.")
    assert "D’accord" in words(client.post(at("reply_comment", one), {"body": "D’accord"}, follow=True))
    silent = client.post(at("settle_comment", one), {"state": "aside", "reason": ""})
    assert silent.status_code == 422
    assert "Dites pourquoi il est écarté" in words(silent)
    told = client.post(at("settle_comment", one), {"state": "aside", "reason": "Déjà dit"}, follow=True)
    assert "Pourquoi : Déjà dit" in words(told)
    again = client.post(at("settle_comment", one), {"state": "taken"})
    assert "déjà examiné" in words(again)


def test_bad_input_gets_a_sentence_or_nothing(client, keeper, draft):
    page = at("comment_text", draft)
    assert client.get(page, {"article": "9"}).status_code == 404
    assert client.post(f"{page}?article=9", {"body": "x"}).status_code == 422
    assert client.post(page, {"body": ""}).status_code == 422
    assert client.post(page, {"body": "x" * 2001}).status_code == 422
    assert (
        client.post(at("settle_comment", make_comment(draft, keeper)), {"state": "open"}).status_code == 422
    )


def test_replies_stay_one_level_deep(keeper, draft):
    by, parent = Actor(user_id=keeper.pk), make_comment(draft, keeper)
    reply = make_comment(draft, keeper, parent=parent)
    with acting(by), pytest.raises(Forbidden, match="pas à une réponse"):
        actions.reply(by=by, parent=reply, body="x")


def test_a_member_comments_and_does_not_settle(client, committee, draft):
    with become("maintenance"):
        user = make_user()
        client.force_login(user, backend=BACKEND)
    make_seat(committee, user=user)
    one = make_comment(draft, user)
    page = words(client.get(at("text_comments", draft)))
    assert "Répondre" in page
    assert "Retenir ou écarter" not in page
    assert client.post(at("settle_comment", one), {"state": "taken"}).status_code == 403


def test_others_see_no_comment_even_on_what_is_published(client, committee, keeper):
    charter = make_charter(committee)
    make_comment(charter, keeper, "Entre nous")
    assert "1 commentaire à examiner" in words(client.get(charter.get_absolute_url()))
    client.logout()
    assert "commentaire" not in words(client.get(charter.get_absolute_url()))
    with become("maintenance"):
        client.force_login(make_user(), backend=BACKEND)
    assert client.get(at("text_comments", charter)).status_code == 403
    assert client.get(at("reply_comment", only())).status_code == 404


def placed(keeper, text, number):
    """{article: [(changed, former)]}, those whose article is gone under None."""
    by = Actor(user_id=keeper.pk)
    with acting(by):
        found = queries.commented(by, text, version_of(text, number))
    told = {
        one.article.key: [(c.changed, c.former) for c in one.comments]
        for one in found.articles
        if one.comments
    }
    return told | ({None: [(c.changed, c.former) for c in found.gone]} if found.gone else {})


def test_a_comment_follows_its_article(client, committee, keeper):
    charter = make_charter(committee)
    make_comment(charter, keeper)
    assert placed(keeper, charter, 1) == {"2": [(False, False)]}
    moved = ARTICLES.replace("Article 2 –", "Article 2 – Écoute\nEntendre.\n\nArticle 3 –")
    make_version(charter, moved)
    assert placed(keeper, charter, 2) == {"3": [(False, True)]}
    assert "écrit sur la version 1" in words(client.get(at("text_comments", charter)))
    make_version(charter, moved.replace("Se taire.", "Se taire toujours."), 3)
    assert placed(keeper, charter, 3) == {"3": [(True, True)]}
    page = words(client.get(at("text_comments", charter)))
    assert "l’article a changé depuis" in page
    make_version(charter, "Article 1 – Respect\nOui", 4)
    assert placed(keeper, charter, 4) == {None: [(True, True)]}
    assert "Sur des articles retirés" in words(client.get(at("text_comments", charter)))


def test_a_comment_follows_its_article_while_the_draft_is_written_again(keeper, draft):
    make_comment(draft, keeper)
    with become("maintenance"):
        TextVersion.objects.update(
            body=ARTICLES.replace("Article 2 –", "Article 2 – Écoute\nEntendre.\n\nArticle 3 –")
        )
    assert placed(keeper, draft, 1) == {"3": [(False, False)]}


def test_the_page_costs_the_same_with_one_row_and_with_three(client, keeper, draft):
    url = at("text_comments", draft)

    def add():
        make_comment(draft, keeper, parent=make_comment(draft, keeper))

    add()
    one = count_queries(client, url)
    add()
    add()
    assert count_queries(client, url) == one
