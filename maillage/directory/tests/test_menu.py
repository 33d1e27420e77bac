"""The directory's other pages, listed beside its search."""

import re

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in


@pytest.fixture
def animator(client, db, territories):
    return signed_in(client, Role.ANIMATOR)


def listed(page) -> list[tuple[str, str]]:
    return [(label, url) for _, links in page.context["sections"] for label, url in links]


def test_each_link_bears_the_title_of_its_page(client, animator):
    links = listed(client.get("/annuaire/"))
    titles = [re.search(r"<h1[^>]*>([^<]*)", client.get(url).text)[1] for _, url in links]
    assert titles == [label for label, _ in links]
    assert len(links) == 16


def test_open_data_are_a_line_at_the_foot(client, territories):
    page = client.get("/annuaire/")
    assert "Données ouvertes" not in dict(listed(page))
    assert page.text.count("Données ouvertes") == 1
