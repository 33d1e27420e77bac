"""The whole journey of a file of households, page by page."""

import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, signed_in
from maillage.imports.enums import ImportState
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.people.budget import previous_months
from maillage.people.models import Household, HouseholdMember, Import, ImportMapping, Person
from maillage.people.tests.importing import (
    HEADERS,
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


def test_the_whole_journey_of_a_file_with_errors(client, worker):
    source = trial(client, worker, file_of(two_hundred_with_errors()))
    assert source.state == ImportState.CHECKED
    assert counts() == (0, 0, 0, 0, 0)
    shown = client.get(page("import", source))
    assert {one.kind for one, _ in shown.context["lines"]} == {"refused"}
    assert [one.line for one, _ in shown.context["lines"]] == list(range(382, 402, 2))
    assert "190\xa0foyers à créer" in shown.content.decode()
    sent = client.post(page("import_write", source))
    assert sent.url == reverse("jobs:show", args=[reload(source).job_id])
    assert f'href="{page("import", source)}"' not in client.get(sent.url).content.decode()
    source = work(worker, source)
    assert f'href="{page("import", source)}"' in client.get(sent.url).content.decode()
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


def test_what_was_imported_is_what_the_file_says(client, worker):
    source = trial(client, worker, file_of(household_rows(7)))
    client.post(page("import_write", source))
    work(worker, source)
    with become("maintenance"):
        home = Household.objects.get()
        mother, child = (
            HouseholdMember.objects.select_related("person").get(role=role) for role in ("applicant", "child")
        )
        lines = list(home.budget_lines.order_by("month").values_list("person", "month", "kind", "amount"))
    assert (home.commune, home.housing, home.rent) == ("37261", "social_tenant", 407)
    assert (mother.person.full_name, child.person.called) == ("Louis ESSAI 7", "Awa")
    assert mother.person.search_name == "essai 7 louis"
    months = previous_months(timezone.localdate())
    assert len(months) == 4
    assert lines == [(mother.person_id, month, "wage", 907) for month in months]


def test_somebody_imported_is_found_by_search(client, worker):
    source = trial(client, worker, file_of(household_rows(7)))
    client.post(page("import_write", source))
    work(worker, source)
    found = client.get(reverse("people:persons"), {"q": "louis essai"}).context["rows"]
    assert [one.person.full_name for one in found] == ["Louis ESSAI 7"]


def test_a_household_written_in_json_is_taken_too(client, worker):
    lines = [dict(zip(HEADERS, row, strict=True)) for row in household_rows(7)]
    told = json.dumps(lines, default=str).encode()
    assert 'accept=".xlsx,.csv,.json"' in client.get(IMPORTS).content.decode()
    source = trial(client, worker, told, "foyers.json")
    client.post(page("import_write", source))
    work(worker, source)
    assert counts() == (1, 2, 2, 4, 3)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_comes_back_as_it_was_handed_out(client, worker, kind):
    handed = client.get(reverse("people:import_template", args=[kind]))
    assert handed["Content-Disposition"] == f'attachment; filename="modele-foyers.{kind}"'
    source = trial(client, worker, handed.content, f"modele.{kind}")
    assert (source.counts["create"], source.counts.get("errors", 0)) == (3, 0)
    assert None not in source.mapping.values()


def test_another_kind_of_template_does_not_exist(client, worker):
    assert client.get(reverse("people:import_template", args=["exe"])).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_report_is_read_line_by_line_and_taken_away(client, worker, kind):
    rows = some_households(2) + household_rows(2, loyer="=2+3", nom="<b>Gras</b>") + household_rows(1)
    source = trial(client, worker, file_of(rows))
    text = client.get(page("import", source), {"voir": "tout"}).content.decode()
    assert "<b>Gras" not in text
    assert "Foyer à créer : 2 personnes, 4 montants." in text
    answer = client.get(page("import_report", source, kind))
    with open_table(io.BytesIO(answer.content)) as table:
        lines = [row.cells for row in table.rows()]
    assert [line[1] for line in lines] == ["à créer", "refusée"] or len(lines) >= 3
    assert {line[1] for line in lines} <= {"à créer", "refusée", "à vérifier"}
    assert all(not str(line[3]).startswith("=") for line in lines)


def test_a_long_report_goes_by_pages(client, worker):
    source = trial(
        client, worker, file_of([row for n in range(60) for row in household_rows(n, loyer="cher")])
    )
    first = client.get(page("import", source))
    assert len(first.context["lines"]) == 50
    second = client.get(page("import", source), {"voir": "corriger", "apres": "50"})
    assert [one.line for one, _ in second.context["lines"]] == list(range(102, 122, 2))
    assert (first.context["previous_url"], second.context["next_url"]) == ("", "")
    assert client.get(page("import", source), {"voir": "x", "apres": "-1"}).status_code == 200


def test_columns_are_remembered_for_the_structure(client, worker):
    headers = ["Repère", "Qui", "Naissance", "Ville"]
    rows = [["F1", "Awa", "30/04/1992", "Tours"], ["F2", "Jean", "01/02/1980", "Tours"]]
    source = drop(client, file_of(rows, headers=headers))
    asked = client.get(page("import_columns", source))
    chosen = columns_of(asked, column_0="household.ref", column_1="member.first_name", column_3="-")
    assert client.post(page("import_columns", source), chosen).status_code == 302
    again = drop(client, file_of(rows[:1], headers=headers[::-1]), "autre.xlsx")
    shown = client.get(page("import_columns", again))
    assert shown.context["remembered"]
    assert [field.initial for field in shown.context["form"].columns()][2:] == [
        "member.first_name",
        "household.ref",
    ]
    with become("maintenance"):
        colleague = make_member(structure=worker.structure)
        stranger = make_member()
    for member, known in ((colleague, True), (stranger, False)):
        signed_in(client, member=member)
        theirs = drop(client, file_of(rows, headers=headers))
        assert client.get(page("import_columns", theirs)).context["remembered"] is known
    with become("maintenance"):
        assert ImportMapping.objects.count() == 1


def test_the_first_lines_show_what_a_column_holds(client, worker):
    source = drop(client, file_of(household_rows(7)))
    text = client.get(page("import_columns", source)).content.decode()
    assert "Par exemple\u00a0: Louis · Awa" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"column_0": "-"}, "repère du foyer"),
        ({"column_2": "member.last_name"}, "dit déjà la même chose"),
        ({"column_2": "nothing.at.all"}, "Sélectionnez un choix valide"),
        ({"column_2": ""}, "Choisissez une donnée"),
        ({"last_month": "1999-01"}, "Sélectionnez un choix valide"),
    ],
)
def test_columns_that_cannot_be_used_are_told(client, worker, changes, sentence):
    source = drop(client, file_of(household_rows(1)))
    data = columns_of(client.get(page("import_columns", source)), **changes)
    answer = client.post(page("import_columns", source), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert reload(source).state == ImportState.DROPPED


def test_a_month_in_a_title_is_kept(client, worker):
    rows = [["F1", "Awa", 900, 950]]
    source = trial(
        client, worker, file_of(rows, headers=["foyer", "prenom", "salaire_net", "salaire_net 2026-08"])
    )
    assert list(source.mapping.values())[2:] == ["budget.wage", "budget.wage 2026-08"]


def test_the_same_file_twice_is_refused_to_the_whole_structure(client, worker):
    data = file_of(some_households(3))
    source = trial(client, worker, data)
    client.post(page("import_write", source))
    work(worker, source)
    with become("maintenance"):
        colleague = make_member(structure=worker.structure)
    for member in (worker, colleague):
        signed_in(client, member=member)
        again = trial(client, member, data)
        answer = client.post(page("import_write", again), {"twice": "on"}, follow=True)
        assert "déjà été importé dans votre structure" in answer.content.decode()
        assert reload(again).state == ImportState.CHECKED
    assert counts()[0] == 3


def test_two_clicks_are_one_import(client, worker):
    source = trial(client, worker, file_of(some_households(3)))
    answers = {client.post(page("import_write", source)).url for _ in range(2)}
    assert len(answers) == 1
    work(worker, source)
    assert client.post(page("import_write", source)).url in answers
    with become("maintenance"):
        assert Job.objects.filter(label__startswith="Import").count() == 1
    assert counts()[0] == 3


def test_what_somebody_changed_stays_and_is_named(client, worker):
    source = trial(client, worker, file_of(some_households(3)))
    client.post(page("import_write", source))
    work(worker, source)
    with become("maintenance"):
        changed = Person.objects.get(last_name="Essai 1", first_name="Léo")
    known = client.get(reverse("people:identity", args=[changed.pk])).context["form"].initial
    data = {**{name: value or "" for name, value in known.items()}, "called": "Léo le grand"}
    assert client.post(reverse("people:identity", args=[changed.pk]), data).status_code == 302
    client.post(page("import_undo", source))
    assert len(work(worker, source).kept) == 1
    assert counts() == (1, 2, 2, 4, 3)
    shown = client.get(page("import", source)).content.decode()
    assert "1\xa0foyer gardé, parce que modifié depuis" in shown
    assert "Léo ESSAI 1" in shown
    assert "2\xa0foyers retirés" in shown


def test_given_up_nothing_is_left(client, worker, folder, django_capture_on_commit_callbacks):
    source = trial(client, worker, file_of(some_households(2)))
    assert "Effacer" in client.get(page("import_give_up", source)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("import_give_up", source))
    assert list(folder.iterdir()) == []
    assert client.get(page("import", source)).status_code == 404


@pytest.mark.parametrize("name", ["import_write", "import_resume", "import_undo"])
def test_what_cannot_be_done_yet_is_said(client, worker, name):
    source = drop(client, file_of(some_households(1)))
    answer = client.post(page(name, source), follow=True)
    assert answer.status_code == 200
    assert 'class="message error"' in answer.content.decode()
    assert reload(source).state == ImportState.DROPPED


def test_a_begun_import_keeps_its_columns_and_its_file(client, worker):
    source = trial(client, worker, file_of(some_households(1)))
    client.post(page("import_write", source))
    assert client.get(page("import_columns", source)).status_code == 403
    client.post(page("import_give_up", source))
    assert reload(source).state == ImportState.WRITING


@pytest.mark.parametrize(
    ("state", "stopped", "words"),
    [
        (State.RUNNING, False, "Voir où il en est"),
        (State.CANCELLED, True, "Reprendre"),
        (State.FAILED, True, "Reprendre"),
    ],
)
def test_a_stopped_import_offers_to_go_on(client, worker, state, stopped, words):
    source = trial(client, worker, file_of(some_households(1)))
    client.post(page("import_write", source))
    with become("maintenance"):
        Job.objects.filter(pk=reload(source).job_id).update(state=state, started_at=timezone.now())
    shown = client.get(page("import", source))
    assert (shown.context["stopped"], words in shown.content.decode()) == (stopped, True)


def test_work_lost_with_its_machine_is_offered_again(client, worker):
    source = trial(client, worker, file_of(some_households(1)))
    client.post(page("import_write", source))
    with become("maintenance"):
        long_ago = timezone.now() - timedelta(minutes=10)
        Job.objects.update(state=State.RUNNING, started_at=long_ago)
        Import.objects.update(moved_at=long_ago)
    assert "Reprendre" in client.get(page("import", source)).content.decode()
    client.post(page("import_resume", source))
    work(worker, source)
    assert counts()[0] == 1


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.SOCIAL_WORKER, True), (Role.RIGHTS_LEAD, True), (Role.RECEPTION, False)]
)
def test_the_way_in_is_for_those_who_may(client, role, shown):
    with become("maintenance"):
        signed_in(client, role)
    assert (IMPORTS in client.get(reverse("people:persons")).content.decode()) is shown


def test_imports_are_listed_in_few_queries(client, worker):
    asked = []
    for number in range(3):
        drop(client, file_of(household_rows(number)))
        with CaptureQueriesContext(connection) as seen:
            assert len(client.get(IMPORTS).context["rows"]) == number + 1
        asked.append(len(seen))
    assert asked[0] == asked[2]
