"""Birthdays, declarations, renewals: the right day, only what the file supports, and a page that hides the rest."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.people.models import Attachment
from maillage.people.tests.factories import attach, make_household, make_line, make_person
from maillage.rights.deadlines import AHEAD, BIRTHDAYS, NOBODY, RULES, birth_dates, coming
from maillage.rights.engine import BudgetLine, Household, Member, columns_from_households
from maillage.rights.tests.factories import TODAY
from tests.plugin import become


def found(*members: Member, lines=(), today=TODAY) -> list[tuple[str, date | None]]:
    """(what happens, day) for one household."""
    home = Household("foyer", members, tuple(BudgetLine("a", *line) for line in lines))
    told = coming(columns_from_households([home]), today)
    return [(RULES[rule].what, day) for rule, day in zip(told.rule, told.day.tolist(), strict=True)]


def adult(born: date | None = date(1980, 1, 31), **facts) -> Member:
    return Member("a", "applicant", birth_date=born, **facts)


def child(born: date | None, ref: str = "b", **facts) -> Member:
    return Member(ref, "child", birth_date=born, **facts)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ((adult(date(2001, 12, 5)),), [("25 ans", date(2026, 12, 5))]),
        ((adult(date(2001, 11, 24)),), [("25 ans", TODAY)]),
        ((adult(date(2001, 11, 23)),), []),
        ((adult(date(2002, 1, 23)),), [("25 ans", date(2027, 1, 23))]),
        ((adult(date(2002, 1, 24)),), []),
        ((adult(date(1961, 12, 5)),), [("65 ans", date(2026, 12, 5))]),
        ((adult(date(1966, 12, 5)),), [("60 ans", date(2026, 12, 5))]),
        ((adult(date(1964, 12, 5)),), []),
        ((adult(date(1964, 12, 5), unfit_for_work=True),), [("62 ans", date(2026, 12, 5))]),
        ((adult(date(1964, 12, 5), disability_rate=80),), [("62 ans", date(2026, 12, 5))]),
        ((adult(None), child(None)), []),
        ((adult(), child(date(2023, 12, 5))), [("3 ans", date(2026, 12, 5))]),
        ((adult(), child(date(2006, 12, 5))), [("20 ans", date(2026, 12, 5))]),
        ((adult(), child(date(2008, 12, 5))), [("18 ans", date(2026, 12, 5))]),
        ((adult(), child(date(2005, 12, 5))), []),
    ],
)
def test_birthdays_that_count(members, expected):
    assert [(what.split("\u00a0:")[0], day) for what, day in found(*members)] == expected


def test_the_third_child_of_three_years_may_open_the_family_supplement():
    brothers = (child(date(2015, 5, 5), "c"), child(date(2017, 5, 5), "d"))
    words = [what for what, _ in found(adult(), child(date(2023, 12, 5)), *brothers)]
    assert words == [
        "3 ans\u00a0: fin de l’allocation de base de la PAJE",
        "3 ans\u00a0: complément familial possible",
    ]


def test_the_rise_at_eighteen_is_for_those_who_were_not_fourteen_before_march_2026():
    young = [child(date(2012, 4, 1)), child(date(2018, 1, 1), "c")]
    rise = "18 ans\u00a0: majoration des allocations familiales"
    assert rise in [what for what, _ in found(adult(), *young, today=date(2030, 3, 15))]
    older = [child(date(2012, 2, 20)), child(date(2018, 1, 1), "c")]
    assert rise not in [what for what, _ in found(adult(), *older, today=date(2030, 2, 15))]


def test_born_on_29_february():
    assert found(adult(date(2004, 2, 29)), today=date(2029, 2, 1)) == [(BIRTHDAYS[7].what, date(2029, 3, 1))]


RSA, CSS = "Nouveau trimestre de RSA", "Renouvellement de la Complémentaire santé solidaire"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("2026-09", "rsa", 0.0), ("2026-10", "rsa", 500.0)], [(RSA, date(2027, 1, 1))]),
        ([("2026-08", "rsa", 0.0), ("2026-09", "rsa", 500.0)], [(RSA, date(2026, 12, 1))]),
        ([("2026-05", "rsa", 0.0), ("2026-06", "rsa", 1.0), ("2026-10", "rsa", 500.0)], [(RSA, date(2026, 12, 1))]),
        ([("2026-10", "rsa", 0.0), ("2026-11", "rsa", 500.0)], []),
        ([("2026-10", "rsa", 500.0)], [(RSA, None)]),
        ([("2026-06", "rsa", 0.0), ("2026-10", "rsa", 500.0)], [(RSA, None)]),
        ([("2026-07", "rsa", 500.0)], []),
        ([("2026-09", "rsa", 500.0), ("2026-10", "rsa", 0.0)], []),
        ([("2026-10", "rsa", None)], []),
        ([("2026-02", "css", 0.0), ("2026-03", "css", 1.0), ("2026-11", "css", 1.0)], [(CSS, date(2027, 1, 1))]),
    ],
)  # fmt: skip
def test_a_declaration_has_a_date_only_when_the_file_says_since_when(lines, expected):
    assert found(adult(), lines=lines) == expected


def test_the_whole_household_declares():
    home = Household("foyer", (adult(),), (BudgetLine("a", "2026-10", "rsa", 500.0),))
    assert coming(columns_from_households([home]), TODAY).member.tolist() == [NOBODY]


def test_whoever_has_a_birthday_was_born_between_the_dates_that_are_read():
    ranges = birth_dates(TODAY)
    for rule in BIRTHDAYS:
        for day in (TODAY, TODAY + AHEAD):
            born = day.replace(year=day.year - rule.age)
            assert any(first <= born <= last for first, last in ranges), (rule, born)


def young(member, name: str, **fields):
    person = make_person("Inès", name, birth_date=date(2001, 12, 5), **fields)
    home = make_household((person, "applicant"))
    attach(member, person, home)
    return home, person


def listed(client, **params) -> str:
    answer = client.get(reverse("rights:deadlines"), params)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_the_page_says_who_when_and_why(client, worker):
    with become("maintenance"):
        home, person = young(worker, "Diallo")
        make_line(home, person, worker, "ppa", "90", month=date(2026, 10, 1))
    page = listed(client)
    assert page.index("5 décembre") < page.index("date à vérifier")
    assert "CASF art. L262-4, 1°" in page
    assert reverse("people:household", args=[home.pk]) in page
    assert "2 échéances" in page


def test_a_hidden_household_and_a_closed_file_show_nothing(client, worker):
    with become("maintenance"):
        young(make_member(structure=worker.structure), "Collègue")
        _, person = young(worker, "Fermée")
        Attachment.objects.filter(person=person).update(ended_at=timezone.now())
    page = listed(client)
    assert "COLLÈGUE" not in page
    assert "Aucune échéance connue" in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_rows(client, worker, django_assert_num_queries, size):
    with become("maintenance"):
        for number in range(size):
            young(worker, f"N{number}")
    listed(client)
    with django_assert_num_queries(12):
        listed(client)


def test_pages_follow_each_other(client, worker):
    with become("maintenance"):
        for number in range(27):
            young(worker, f"N{number:02d}")
    assert listed(client).count("5 décembre") == 25
    assert listed(client, debut="25").count("5 décembre") == 2
    for odd in ("x", "-1", "999999", "9" * 30, "\0", "²"):
        assert listed(client, debut=odd).count("5 décembre") == 25


def test_reception_is_refused(client, db):
    with become("maintenance"):
        signed_in(client, Role.RECEPTION)
    assert client.get(reverse("rights:deadlines")).status_code == 403
