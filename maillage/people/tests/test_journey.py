"""From somebody who comes in to a budget, through the pages, under row security."""

import re

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import signed_in
from maillage.people.models import BudgetLine, Person
from tests.plugin import become

pytestmark = pytest.mark.django_db


def test_receive_compose_and_fill_a_budget(client):
    with become("maintenance"):
        signed_in(client, Role.SOCIAL_WORKER)
    answer = client.post(
        reverse("people:receive"),
        {"called": "Samira", "first_name": "Samira", "last_name": "Benali", "birth_date": "30/04/1992"},
    )
    assert answer.status_code == 302
    folder = client.get(answer.url)
    assert "Samira BENALI" in folder.content.decode()

    household_url = client.post(answer.url + "foyer/").url
    assert client.get(household_url).status_code == 200
    added = client.post(
        household_url + "membres/",
        {"called": "Inès", "role": "child", "birth_date": "01/02/2020", "since": ""},
    )
    assert added.url == household_url

    page = client.get(household_url + "budget/").content.decode()
    boxes = re.findall(r'name="(b-[0-9a-f-]{36}-wage-\d{4}-\d{2})"', page)
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    data = {"version": version, "source": "payslip", boxes[0]: "1 234,56", boxes[1]: "0", boxes[2]: "?"}
    assert client.post(household_url + "budget/", data).url == household_url
    with become("maintenance"):
        lines = BudgetLine.objects.order_by("month").values_list("amount", "certainty", "source")
        assert [(str(a), c, s) for a, c, s in lines] == [
            ("1234.56", "known", "payslip"),
            ("0.00", "known", "payslip"),
            ("None", "unknown", "payslip"),
        ]
        assert Person.objects.count() == 2
    assert "1 234,56" in client.get(household_url).content.decode().replace("\xa0", " ")
