"""Complete a household one question at a time: the most useful first, nothing lost, nothing written by another path."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.audit.models import Entry
from maillage.people.models import BudgetLine, Household, Person
from maillage.people.tests.factories import attach, make_household, make_person
from tests.plugin import become

from .test_household_page import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker):
    """Somebody alone of whom little is said."""
    with become("maintenance"):
        person = make_person("Marc", "Petit", birth_date="1990-02-01", nationality="french")
        household = make_household((person, "applicant"), commune="37072")
        attach(worker, person, household)
    return household, person


def url(home):
    return reverse("rights:complete", args=[home[0].pk])


def asked(response):
    return response.context["question"].key


def send(client, page, address, answer, **more):
    data = {"question": asked(page), "version": page.context["form"]["version"].value(), "answer": answer}
    return client.post(address, data | more)


def reach(client, household, fact):
    """The question about this fact, after having passed the others."""
    address = reverse("rights:complete", args=[household.pk])
    while (page := client.get(address)).context["question"].fact.code != fact:
        address = page.context["next"]
    return address, page


def test_one_field_is_shown_with_who_can_tell_it_and_what_waits(client, home):
    page = client.get(url(home))
    assert "À demander à :" in text(page)
    assert "La réponse décide de :" in text(page)
    assert len(page.context["form"].visible_fields()) == 1
    rights = page.context["question"].rights
    assert "Revenu de solidarité active" in rights


def test_not_knowing_passes_to_the_next_and_writes_nothing(client, home):
    page = client.get(url(home))
    first = asked(page)
    following = client.get(page.context["next"])
    assert asked(following) != first
    with become("maintenance"):
        assert not Entry.objects.filter(verb__startswith="edit").exists()


def test_answering_everything_ends_with_the_rights(client, home):
    answers = {
        "activity": "inactive", "housing": "hosted", "disability_rate": "0", "rent": "0", "dependency_level": "6",
        "reference_income": "0", "ass_entitled": "non", "union": "married", "wage": "0", "unfit_for_work": "non",
    }  # fmt: skip
    address, seen = url(home), []
    for _ in range(20):
        page = client.get(address)
        if "question" not in page.context:
            break
        seen.append(asked(page))
        answer = send(client, page, address, answers[page.context["question"].fact.code])
        assert answer.status_code == 302, text(answer)
        address = answer.url
    assert len(seen) == len(set(seen)), seen
    shown = text(page)
    assert "Tout est complet" in shown
    assert re.search(r"Revenu de solidarité active \d+ € par mois", shown)
    with become("maintenance"):
        assert Person.objects.get(pk=home[1].pk).activity == "inactive"
        assert Household.objects.get(pk=home[0].pk).housing == "hosted"
        lines = BudgetLine.objects.filter(household=home[0], kind="wage")
        assert {line.amount for line in lines} == {0}
        assert lines.count() == 4
        verbs = set(Entry.objects.values_list("verb", flat=True))
        assert {"edit_facts", "edit_household", "write_budget", "read_rights"} <= verbs


@pytest.mark.parametrize("wrong", ["", "beaucoup", "-5", "9" * 30])
def test_a_bad_answer_gets_a_sentence_and_stays_typed(client, home, wrong):
    address = url(home)
    page = client.get(address)
    answer = send(client, page, address, wrong)
    assert answer.status_code == 422
    assert "à corriger" in text(answer)
    assert asked(answer) == asked(page)


def test_somebody_saved_in_between_is_said_and_the_answer_is_kept(client, home):
    with become("maintenance"):
        Household.objects.filter(pk=home[0].pk).update(version=7)
        Person.objects.filter(pk=home[1].pk).update(version=7)
    address, page = reach(client, home[0], "activity")
    answer = send(client, page, address, value := "retired", version="1")
    assert answer.status_code == 409
    assert "Quelqu’un a enregistré autre chose entre-temps" in text(answer)
    assert answer.context["form"].data["answer"] == value
    again = send(client, answer, address, value)
    assert again.status_code == 302


def test_a_question_that_no_longer_stands_leads_to_the_next(client, home):
    answer = client.post(url(home), {"question": "activity.somebody", "version": "1", "answer": "inactive"})
    assert answer.status_code == 302


def test_passed_questions_are_told_at_the_end(client, home):
    address = url(home)
    for _ in range(20):
        page = client.get(address)
        if "question" not in page.context:
            break
        address = page.context["next"]
    assert "Plus de question pour l’instant" in text(page)
    assert "Les reprendre" in text(page)


def test_a_commune_is_found_by_its_name_or_said_ambiguous(client, worker):
    with become("maintenance"):
        person = make_person(
            "Ana", "Lima", birth_date="1990-02-01", nationality="french", activity="inactive"
        )
        household = make_household((person, "applicant"), housing="private_tenant", rent="300")
        attach(worker, person, household)
    address, page = reach(client, household, "commune")
    assert send(client, page, address, "Nulleparville").status_code == 422


def test_who_does_not_open_the_household_finds_nothing(client, home):
    with become("maintenance"):
        signed_in(client, Role.SOCIAL_WORKER)
    assert client.get(url(home)).status_code == 404


def test_a_large_family_asks_no_more_queries(client, worker, home, django_assert_max_num_queries):
    with become("maintenance"):
        family = [(make_person(f"Enfant {rank}"), "child") for rank in range(3)]
        parent = make_person("Awa", "Exemple", birth_date="1990-02-01")
        household = make_household((parent, "applicant"), *family)
        attach(worker, parent, household, *(child for child, _ in family))
    client.get(url(home))
    for pk in (home[0].pk, household.pk):
        with django_assert_max_num_queries(24):
            client.get(reverse("rights:complete", args=[pk]))
