"""Territories give wishes, each receives a row and a column and reads why, what is settled by hand says its reason."""

import pytest
from django.core.exceptions import ValidationError

from maillage.contributions.actions import tasks as actions
from maillage.contributions.models import Process, TerritoryTask
from maillage.contributions.queries import to_wish
from maillage.contributions.tests.factories import axes_of, make_keeper, make_process, make_territory
from maillage.directory.models import Territory
from maillage.governance.tests.factories import make_committee
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


def wish(by, task, rows, columns):
    with acting(by):
        actions.wish(by=by, task=task, rows=rows, columns=columns)


def shares(process):
    with become("maintenance"):
        rows = TerritoryTask.objects.filter(process=process).select_related("row", "column", "territory")
        return {str(one): (one.row.label, one.column.label, one.reason) for one in rows}


def test_each_territory_receives_one_row_and_one_column_and_reads_why():
    process, local = make_process(), make_committee()
    keeper, speaker = make_keeper(process.committee), make_keeper(local)
    rows, columns = axes_of(process)
    tasks = [make_territory(process, code, local) for code in ("37", "18", "45")]
    with acting(speaker):
        assert list(to_wish(speaker)) == sorted(tasks, key=str)
    wish(speaker, tasks[0], [rows[0]], [columns[1]])
    wish(speaker, tasks[1], [rows[0], rows[1]], [columns[0]])
    wish(keeper, tasks[2], [rows[1]], [columns[0]])
    with acting(speaker):
        assert not to_wish(speaker).exists()
    with acting(keeper):
        actions.share_out(by=keeper, process=process)
    told = shares(process)
    assert told["Indre-et-Loire"][:2] == ("Accès aux droits", "Jeunesse")
    assert told["Indre-et-Loire"][2] == "Thème\u00a0: premier vœu. Politique\u00a0: premier vœu."
    assert {one[0] for one in told.values()} == {"Accès aux droits", "Métiers"}
    with pytest.raises(Forbidden):
        wish(speaker, tasks[0], [rows[1]], [columns[0]])
    with become("maintenance"):
        assert Process.objects.get(pk=process.pk).seed is not None


def test_a_second_wish_says_who_has_the_first():
    process = make_process()
    keeper = make_keeper(process.committee)
    rows, columns = axes_of(process)
    first, second = (make_territory(process, code) for code in ("37", "18"))
    wish(keeper, first, [rows[0]], [columns[0]])
    wish(keeper, second, [rows[0], rows[1]], [columns[1]])
    with acting(keeper):
        actions.share_out(by=keeper, process=process)
    assert "vœu n°\u00a02 (Accès aux droits va à Indre-et-Loire)" in shares(process)["Cher"][2]


def test_it_is_settled_by_hand_with_a_reason_by_who_runs_it():
    process = make_process()
    keeper, stranger = make_keeper(process.committee), make_keeper(make_committee())
    rows, columns = axes_of(process)
    task = make_territory(process, "37")
    told = {"task": task, "row": rows[1], "column": columns[1]}
    with acting(keeper):
        with pytest.raises(ValidationError):
            actions.settle(by=keeper, **told, reason=" ")
        actions.settle(by=keeper, **told, reason="Une école y est prête")
    with acting(stranger), pytest.raises(Forbidden):
        actions.settle(by=stranger, **told, reason="x")
    assert shares(process)["Indre-et-Loire"] == ("Métiers", "Jeunesse", "Une école y est prête")


def test_a_territory_comes_once_and_nothing_is_shared_without_any():
    process = make_process()
    keeper = make_keeper(process.committee)
    with acting(keeper):
        with pytest.raises(Forbidden):
            actions.share_out(by=keeper, process=process)
        place = Territory.objects.get(kind="departement", code="37")
        actions.add_territory(by=keeper, process=process, territory=place, committee=None)
        with pytest.raises(ValidationError):
            actions.add_territory(by=keeper, process=process, territory=place, committee=None)
