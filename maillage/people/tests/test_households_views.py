"""Compose a household, its facts, its members and its budget."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.people.budget import previous_months
from maillage.people.models import BudgetLine, Household, HouseholdMember, Person
from maillage.people.tests.factories import attach, make_family, make_household, make_line, make_person
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(client):
    with become("maintenance"):
        worker = signed_in(client, Role.SOCIAL_WORKER)
        return (worker, *make_family(worker))


def url(name, *args):
    return reverse(f"people:{name}", args=[one.pk for one in args])


def test_composing_starts_from_a_person(client, family):
    with become("maintenance"):
        karim = make_person("Karim", "Diallo")
        attach(family[0], karim)
    answer = client.post(url("compose", karim))
    with become("maintenance"):
        member = HouseholdMember.objects.get(person=karim)
        assert answer.url == url("household", member.household)
        assert (member.role, member.since, member.until) == ("applicant", None, None)


def test_somebody_known_joins_and_leaves(client, family):
    worker, household, *_ = family
    with become("maintenance"):
        karim = make_person("Karim", "Diallo")
        attach(worker, karim)
    found = client.get(url("add_member", household), {"q": "diallo"}).context["found"]
    assert [one.pk for one in found] == [karim.pk]
    typed = {"known": karim.pk, "role": "partner", "since": "01/03/2024"}
    assert client.post(url("add_member", household), typed).status_code == 302
    with become("maintenance"):
        member = HouseholdMember.objects.get(person=karim)
    left = {"role": "partner", "since": "01/03/2024", "until": "01/06/2026"}
    assert client.post(url("member", household, member), left).status_code == 302
    page = client.get(url("household", household))
    assert [one.person_id for one in page.context["home"].former] == [karim.pk]
    assert karim.pk not in [one.person_id for one in page.context["home"].members]


def test_a_child_lives_in_two_homes(client, family):
    worker, household, _, child = family
    with become("maintenance"):
        father = make_person("Karim", "Diallo")
        second = make_household((father, "applicant"))
        attach(worker, father, second)
    typed = {"known": child.pk, "role": "child", "shared_custody": "oui"}
    assert client.post(url("add_member", second), typed).status_code == 302
    page = client.get(url("person", child))
    assert {home.household.pk for home, _ in page.context["homes"]} == {household.pk, second.pk}


def test_members_out_of_sight_are_counted(client, family):
    _, household, _, _ = family
    with become("maintenance"):
        household.members.create(person=make_person("Paul", "Caché"), role="other")
    text = client.get(url("household", household)).content.decode()
    assert "Caché" not in text
    assert "ne vous est pas montré" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "applicant", "called": "Lina"}, "a déjà un demandeur"),
        ({"role": "child"}, "Indiquez au moins un nom"),
        ({"role": "child", "called": "Lina", "since": "31/02/2024"}, "n’existe pas"),
        ({"role": "chef", "called": "Lina"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_member_mistyped_is_said_and_nothing_is_written(client, family, typed, sentence):
    answer = client.post(url("add_member", family[1]), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with become("maintenance"):
        assert Person.objects.count() == 2
        assert HouseholdMember.objects.count() == 2


def test_a_departure_before_the_arrival_is_refused(client, family):
    with become("maintenance"):
        member = HouseholdMember.objects.get(role="child")
    typed = {"role": "child", "since": "01/06/2026", "until": "01/05/2026"}
    answer = client.post(url("member", family[1], member), typed)
    assert answer.status_code == 422
    assert "La date de départ précède la date d’arrivée." in answer.content.decode()


def test_somebody_out_of_sight_cannot_be_put_in_a_home(client, family):
    with become("maintenance"):
        _, other, _ = make_family(make_member(Role.SOCIAL_WORKER))
    typed = {"known": other.pk, "role": "other"}
    assert client.post(url("add_member", family[1]), typed).status_code == 404


def facts(client, household, **typed):
    return client.post(url("household_facts", household), {"version": 1, "source": "tax_notice", **typed})


@pytest.mark.parametrize("commune", ["Tours (37261)", "37261", "tours", "Saint-Pierre-des-Corps"])
def test_a_commune_is_understood_as_people_write_it(client, family, commune):
    answer = facts(client, family[1], commune=commune)
    with become("maintenance"):
        code = Household.objects.get(pk=family[1].pk).commune
    if commune in ("37261", "tours"):
        assert answer.status_code in (302, 422)
        assert code in ("37261", "37072")
    else:
        assert answer.status_code == 302
        assert code == {"Tours (37261)": "37261", "Saint-Pierre-des-Corps": "37233"}[commune]


def test_facts_left_blank_stay_unknown_and_zero_is_zero(client, family):
    assert (
        facts(client, family[1], rent="0", reference_income="12 345,50", housing="hosted").status_code == 302
    )
    with become("maintenance"):
        row = Household.objects.get(pk=family[1].pk)
    assert (row.rent, row.reference_income, row.flat_share, row.union) == (0, Decimal("12345.50"), None, "")
    assert (row.commune, row.facts_source, row.version) == ("", "tax_notice", 2)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("commune", "Trifouilly-les-Oies"),
        ("rent", "-5"),
        ("rent", "beaucoup"),
        ("rent", "9" * 50),
        ("housing", "château"),
    ],
)
def test_a_fact_mistyped_stays_typed(client, family, field, typed):
    answer = facts(client, family[1], **{field: typed})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == typed
    with become("maintenance"):
        assert Household.objects.get(pk=family[1].pk).version == 1


def test_two_workers_change_the_facts_the_second_compares(client, family):
    assert facts(client, family[1], rent="400").status_code == 302
    late = facts(client, family[1], rent="450")
    assert late.status_code == 409
    assert ("Loyer sans les charges", "400", "450") in late.context["differences"]
    assert (
        facts(client, family[1], rent="450", version=late.context["form"]["version"].value()).status_code
        == 302
    )


def box(person, kind, month):
    return f"b-{person.pk}-{kind}-{month:%Y-%m}"


@pytest.fixture
def months():
    return previous_months(timezone.localdate())


def save(client, household, version=1, **boxes):
    return client.post(url("budget", household), {"version": version, "source": "declared", **boxes})


def lines(household):
    with become("maintenance"):
        rows = BudgetLine.objects.filter(household=household).order_by("month", "kind")
        return [(one.kind, one.amount, one.certainty, one.source) for one in rows]


def test_a_box_emptied_says_nothing_any_more(client, family, months):
    _, household, mother, _ = family
    name = box(mother, "wage", months[0])
    assert save(client, household, **{name: "640"}).status_code == 302
    assert save(client, household, version=2, **{name: ""}).status_code == 302
    assert lines(household) == []


def test_a_line_may_have_its_own_source(client, family, months):
    _, household, mother, _ = family
    boxes = {box(mother, "wage", months[0]): "640", box(mother, "rent", months[0]): "~ 400"}
    assert save(client, household, **boxes, **{f"source-{mother.pk}-wage": "payslip"}).status_code == 302
    assert lines(household) == [
        ("rent", Decimal(400), "estimated", "declared"),
        ("wage", Decimal(640), "known", "payslip"),
    ]


def test_boxes_left_alone_keep_who_wrote_them(client, family, months):
    worker, household, mother, _ = family
    with become("maintenance"):
        other = make_member(Role.SOCIAL_WORKER)
        make_line(household, mother, other, "rent", "400", month=months[0], source="bank")
    assert save(
        client, household, **{box(mother, "wage", months[0]): "640", box(mother, "rent", months[0]): "400"}
    )
    with become("maintenance"):
        assert set(BudgetLine.objects.values_list("kind", "entered_by_id", "source")) == {
            ("rent", other.user_id, "bank"),
            ("wage", worker.user_id, "declared"),
        }


def test_an_unreadable_box_keeps_everything_typed(client, family, months):
    _, household, mother, _ = family
    wrong, right = box(mother, "wage", months[0]), box(mother, "rent", months[0])
    answer = save(client, household, **{wrong: "12,345", right: "400"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "«\u00a012,345\u00a0» n’est pas un montant." in text
    assert f'href="#{wrong}"' in text
    assert re.search(rf'name="{right}" value="400"', text)
    assert lines(household) == []


def test_a_lost_update_of_the_budget_is_compared(client, family, months):
    _, household, mother, _ = family
    wage, rent, energy = (box(mother, kind, months[0]) for kind in ("wage", "rent", "energy"))
    assert save(client, household, **{wage: "640", rent: "400"}).status_code == 302
    late = save(client, household, **{wage: "655", rent: "", energy: "50"})
    assert late.status_code == 409
    assert [(saved, typed) for _, saved, typed in late.context["differences"]] == [
        ("640", "655"),
        ("rien n’est dit", "50"),
    ]
    text = late.content.decode()
    assert re.search(rf'name="{rent}" value="400"', text)
    version = late.context["version"]
    assert (
        save(client, household, version=version, **{wage: "655", rent: "400", energy: "50"}).status_code
        == 302
    )
    assert [amount for _, amount, *_ in lines(household)] == [Decimal(50), Decimal(400), Decimal(655)]


def test_copying_a_month_fills_only_what_is_not_said(client, family, months):
    _, household, mother, _ = family
    last = months[-1]
    boxes = {box(mother, "wage", last): "640", box(mother, "rent", last): "?", "copy": f"{last:%Y-%m}"}
    answer = save(client, household, **boxes)
    assert answer.status_code == 302
    assert lines(household)[2:] == [
        ("rent", None, "unknown", "declared"),
        ("wage", Decimal(640), "estimated", "declared"),
    ]
    page = client.get(answer.url)
    assert page.context["sheet"].months[-1] == date(last.year + last.month // 12, last.month % 12 + 1, 1)


@pytest.mark.parametrize("typed", ["0001-01", "9999-12", "août", "2026-13", "💥", "-"])
def test_any_month_in_the_address_is_answered(client, family, typed):
    assert client.get(url("budget", family[1]), {"mois": typed}).status_code == 200


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_version_tampered_with_is_a_conflict_not_a_fault(client, family, months, version):
    name = box(family[2], "wage", months[0])
    assert save(client, family[1], version=version, **{name: "640"}).status_code == 409
    assert lines(family[1]) == []


def test_what_is_not_known_is_said_and_never_zero(client, family, months):
    worker, household, mother, _ = family
    with become("maintenance"):
        make_line(household, mother, worker, "wage", "640", month=months[0])
        make_line(household, mother, worker, "rent", None, month=months[0])
    text = client.get(url("household", household)).content.decode().replace("\xa0", " ")
    assert "On ne sait pas : loyer." in text
    assert "au plus</span> 640 €" in text
    assert "rien n’est dit" in text
