"""The whole journey of a file of households, page by page."""

import io

import pytest
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.people.enums import ImportState
from maillage.people.models import Household, HouseholdMember, ImportMapping, Person
from maillage.people.tests.importing import (
    counts,
    file_of,
    household_rows,
    latest,
    page,
    reload,
    some_households,
    upload,
    work,
)
from maillage.sheets import open_table
from tests.plugin import become

pytestmark = pytest.mark.django_db
IMPORTS = "/personnes/imports/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    return settings.MAILLAGE_FILES / "imports"


@pytest.fixture
def worker(client):
    with become("maintenance"):
        return signed_in(client, Role.SOCIAL_WORKER)


def columns_of(answer, **changes):
    """What a browser sends of the columns page as it is suggested."""
    form = answer.context["form"]
    data = {field.html_name: field.initial for field in form.columns()}
    return {**data, "last_month": form.fields["last_month"].choices[0][0], **changes}


def drop(client, data, name="foyers.xlsx"):
    answer = client.post(IMPORTS, {"file": upload(data, name)})
    assert answer.status_code == 302, answer.context["form"].errors
    return latest()


def trial(client, worker, data, name="foyers.xlsx"):
    source = drop(client, data, name)
    sent = client.post(page("import_columns", source), columns_of(client.get(page("import_columns", source))))
    assert sent.url == reverse("jobs:show", args=[reload(source).job_id])
    return work(worker, source)


def two_hundred_with_errors():
    """190 good households, then 10 with a fault each: 200 households of two lines."""
    faults = [
        {"date_naissance": "31/02/1990"}, {"date_naissance": "1792"}, {"commune": "99999"}, {"logement": "château fort"},
        {"loyer": "-3"}, {"salaire_net": "1.234"}, {"role": "cousin"}, {"activite": "???"}, {"loyer": "99999999999"},
        {"nom": "x" * 101},
    ]  # fmt: skip
    rows = some_households(190)
    for number, fault in enumerate(faults, 190):
        rows += household_rows(number, **fault)
    return rows


def test_the_whole_journey_of_a_file_with_errors(client, worker, django_capture_on_commit_callbacks):
    source = trial(client, worker, file_of(two_hundred_with_errors()))
    assert source.state == ImportState.CHECKED
    assert counts() == (0, 0, 0, 0, 0)
    shown = client.get(page("import", source))
    assert [one.kind for one, _ in shown.context["lines"]] == ["refused"] * len(shown.context["lines"])
    assert len({one.line for one, _ in shown.context["lines"]}) == 10
    assert "190 foyers à créer" in shown.content.decode().replace("\xa0", " ")
    sent = client.post(page("import_write", source))
    assert sent.url == reverse("jobs:show", args=[reload(source).job_id])
    source = work(worker, source)
    assert counts() == (190, 380, 380, 190 * 4, 190 * 3)
    assert source.state == ImportState.WRITTEN
    done = client.get(page("import", source)).content.decode()
    assert "190\xa0foyers créés" in done
    assert reverse("rights:caseload") in done
    assert client.get(reverse("people:persons")).context["page"].total == 380
    assert client.post(page("import_undo", source)).status_code == 302
    source = work(worker, source)
    assert (counts(), source.state) == ((0, 0, 0, 0, 0), ImportState.UNDONE)
    assert "Il ne reste rien de cet import" in client.get(page("import", source)).content.decode()
