"""« Métier »: the pages of the profession, each for whom it serves, and what waits there with its date."""

from datetime import date

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.pages import profession
from maillage.pages.profession import Entry, Group, groups, waiting

LINE = {
    "date": date(2026, 1, 5),
    "text": "Convention à signer",
    "note": "",
    "url": "/metier/",
    "action": "Ouvrir",
}


@pytest.fixture
def student(db):
    return make_member(Role.STUDENT)


def test_a_page_is_listed_for_the_roles_it_serves(student, monkeypatch):
    for_all = Entry("Tous", "pages:profession", "…")
    for_schools = Entry("Écoles", "pages:profession", "…", frozenset({Role.TRAINING_OFFICER}))
    told = (Group("Se former", (for_all, for_schools)), Group("Stages", (for_schools,)))
    monkeypatch.setattr(profession, "GROUPS", told)
    assert groups(actor_of(student)) == [Group("Se former", (for_all,))]


def test_what_waits_comes_by_date_whatever_context_it_comes_from(student, monkeypatch):
    later = LINE | {"date": date(2026, 2, 1)}
    monkeypatch.setattr(profession, "WAITING", (lambda actor: [later], lambda actor: [LINE]))
    assert waiting(actor_of(student)) == [LINE, later]


def test_home_and_the_page_say_it(client, student, monkeypatch):
    monkeypatch.setattr(profession, "WAITING", (lambda actor: [LINE],))
    signed_in(client, member=student)
    for name in ("pages:home", "pages:profession"):
        assert "Convention à signer" in client.get(reverse(name)).content.decode()
