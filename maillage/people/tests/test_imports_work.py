"""The work of an import, stopped, killed, begun again, undone; its files; what others see of it."""

import os
import stat
import time
from datetime import date

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.imports.enums import ImportState
from maillage.imports.work import REPLACED
from maillage.jobs.actions import Cancelled, ask_to_cancel
from maillage.jobs.enums import State
from maillage.people import import_files, import_plan
from maillage.people.actions import importing, imports
from maillage.people.import_files import read_report, report_is_kept
from maillage.people.models import Channel, Household, Import, ImportMapping, Person
from maillage.people.tests.factories import attach, make_person
from maillage.people.tests.importing import (
    asked,
    checked,
    counts,
    dropped,
    file_of,
    household_rows,
    job_of,
    reload,
    some_households,
    undone,
    work,
    written,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights.models import Screening
from maillage.sheets import FileError
from tests.plugin import become

pytestmark = pytest.mark.django_db
HOMES = 12


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    return settings.MAILLAGE_FILES / "imports"


@pytest.fixture
def worker():
    with become("maintenance"):
        return make_member()


@pytest.fixture
def ready(worker):
    """A file of 12 households of two lines, tried."""
    return checked(worker, dropped(worker, file_of(some_households(HOMES))))


@pytest.fixture
def small_steps(monkeypatch):
    """Three households a transaction."""
    monkeypatch.setattr(importing, "batches", lambda planned: import_plan.batches(planned, most=6))


def stopping_after(monkeypatch, steps: int, stop) -> None:
    """`stop()` runs inside the step that follows `steps` whole ones, once its rows are in."""
    real, seen = importing.insert, []

    def insert(*args):
        real(*args)
        seen.append(1)
        if len(seen) == steps + 1:
            stop()

    monkeypatch.setattr(importing, "insert", insert)


def resume(member, source) -> None:
    with acting(actor_of(member)) as actor:
        imports.resume(by=actor, file=reload(source))


def unplugged() -> None:
    raise OSError("débranché")


def test_killed_half_way_it_goes_on_and_writes_nothing_twice(worker, ready, small_steps, monkeypatch):
    stopping_after(monkeypatch, 2, unplugged)
    asked(worker, ready)
    with pytest.raises(OSError, match="débranché"):
        work(worker, ready)
    assert counts() == (6, 12, 12, 24, 18)
    assert (job_of(ready).state, reload(ready).written["create"]) == (State.FAILED, 6)
    monkeypatch.undo()
    resume(worker, ready)
    assert work(worker, ready).state == ImportState.WRITTEN
    assert counts() == (12, 24, 24, 48, 36)
    assert reload(ready).written["create"] == HOMES


def test_cancelled_it_stops_between_two_steps_and_goes_on(worker, ready, small_steps, monkeypatch):
    def cancel():
        ask_to_cancel(by=actor_of(worker), job_id=reload(ready).job_id)

    stopping_after(monkeypatch, 1, cancel)
    asked(worker, ready)
    work(worker, ready)
    assert job_of(ready).state == State.CANCELLED
    assert counts()[0] == 3
    monkeypatch.undo()
    resume(worker, ready)
    assert work(worker, ready).written["create"] == HOMES
    assert counts()[0] == HOMES


def test_two_jobs_never_write_the_same_step(worker, ready):
    """The former job was thought lost and comes back: it stops by itself."""
    asked(worker, ready)
    former = job_of(ready)
    resume(worker, ready)
    assert importing.write(former, by=actor_of(worker), import_id=ready.pk) == REPLACED
    assert counts()[0] == 0
    work(worker, ready)
    assert importing.write(former, by=actor_of(worker), import_id=ready.pk) == REPLACED
    assert counts()[0] == HOMES


def test_the_former_job_is_stopped_in_the_middle_too(worker, ready, small_steps, monkeypatch):
    asked(worker, ready)
    former = job_of(ready)
    stopping_after(monkeypatch, 1, lambda: resume(worker, ready))
    with pytest.raises(Cancelled):
        importing.write(former, by=actor_of(worker), import_id=ready.pk)
    monkeypatch.undo()
    work(worker, ready)
    assert counts() == (12, 24, 24, 48, 36)


def test_half_an_import_is_undone_too(worker, ready, small_steps, monkeypatch):
    stopping_after(monkeypatch, 1, unplugged)
    asked(worker, ready)
    with pytest.raises(OSError, match="débranché"):
        work(worker, ready)
    monkeypatch.undo()
    assert undone(worker, ready).removed["households"] == 3
    assert counts() == (0, 0, 0, 0, 0)


def test_undone_the_same_file_may_come_back(worker, ready):
    written(worker, ready)
    undone(worker, ready)
    again = checked(worker, dropped(worker, file_of(some_households(HOMES))))
    assert written(worker, again).written["create"] == HOMES


def test_households_already_there_are_left_unless_asked(worker, ready):
    written(worker, ready)
    rows = some_households(HOMES + 1) + [["F99", *row[1:]] for row in household_rows(HOMES)]
    more = checked(worker, dropped(worker, file_of(rows)))
    assert (more.counts["create"], more.counts["already"]) == (1, HOMES + 1)
    assert written(worker, more).written["create"] == 1
    other = checked(worker, dropped(worker, file_of(rows + household_rows(50))))
    assert written(worker, other, twice=True).written["create"] == HOMES + 3


def test_screened_households_go_with_their_screening(worker, ready):
    written(worker, ready)
    with become("maintenance"):
        told = {"versions": "1", "inputs": 1, "convention": "real", "computed_at": "2026-11-01T00:00Z"}
        for home in Household.objects.all():
            Screening.objects.create(household=home, month=date(2026, 11, 1), **told)
    undone(worker, ready)
    with become("maintenance"):
        assert Screening.objects.count() == 0
    assert counts()[0] == 0


def phone(worker, home):
    Channel.objects.create(person=home.members.first().person, kind="phone", value="0600000001")


def colleague_follows(worker, home):
    attach(make_member(structure=worker.structure), home.members.first().person)


def elsewhere_follows(worker, home):
    attach(make_member(), home)


def rent(worker, home):
    Household.objects.filter(pk=home.pk).update(rent=1)


def amount(worker, home):
    home.budget_lines.filter(pk=home.budget_lines.first().pk).delete()
    home.budget_lines.update(amount=3)


def newcomer(worker, home):
    person = make_person("Nour", "Nouvelle")
    attach(worker, person)
    home.members.create(person=person, role="other")


@pytest.mark.parametrize("change", [phone, colleague_follows, elsewhere_follows, rent, amount, newcomer])
def test_an_undoing_keeps_what_was_touched_and_only_that(worker, ready, change):
    written(worker, ready)
    with become("maintenance"):
        home = Household.objects.order_by("pk")[5]
        change(worker, home)
    ended = undone(worker, ready)
    assert ended.kept == [str(home.pk)]
    assert ended.removed["households"] == HOMES - 1
    with become("maintenance"):
        assert list(Household.objects.values_list("pk", flat=True)) == [home.pk]
        assert home.members.count() >= 2


def test_an_undoing_stopped_half_way_goes_on(worker, ready, monkeypatch):
    from maillage.people.actions import undoing

    written(worker, ready)
    monkeypatch.setattr(undoing, "STEP", 5)
    real, seen = undoing._remove, []

    def remove(*args):
        seen.append(1)
        if len(seen) == 2:
            unplugged()
        return real(*args)

    monkeypatch.setattr(undoing, "_remove", remove)
    with pytest.raises(OSError, match="débranché"):
        undone(worker, ready)
    assert counts()[0] == HOMES - 5
    monkeypatch.setattr(undoing, "_remove", real)
    resume(worker, ready)
    assert work(worker, ready).removed["households"] == HOMES
    assert counts() == (0, 0, 0, 0, 0)


def test_the_folder_is_private_and_its_names_say_nothing(worker, ready, folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted([f"{ready.pk}.file", f"{ready.pk}.sample", f"{ready.report}.report"])
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_file_goes_once_imported_and_the_report_once_undone(worker, ready, folder):
    done = written(worker, ready)
    assert [path.name for path in folder.iterdir()] == [f"{done.report}.report"]
    undone(worker, done)
    assert list(folder.iterdir()) == []


def test_nothing_stays_longer_than_a_week(worker, ready, folder):
    eight_days_ago = time.time() - 8 * 86400
    for path in folder.iterdir():
        os.utime(path, (eight_days_ago, eight_days_ago))
    import_files.SHELF.purge()
    assert list(folder.iterdir()) == []
    asked(worker, ready)
    assert job_of(work(worker, ready)).message == import_files.GONE
    assert counts()[0] == 0


def test_a_file_erased_during_its_trial_is_told(worker, folder, monkeypatch):
    source = dropped(worker, file_of(some_households(3), "csv"))
    monkeypatch.setattr(importing, "_announce", lambda *args: import_files.erase(source.pk))
    tried = checked(worker, source)
    assert (tried.state, tried.counts) == (ImportState.DROPPED, {"fault": import_files.GONE})
    assert list(folder.iterdir()) == []


def test_a_new_trial_replaces_the_former(worker, ready, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        again = checked(worker, ready)
    assert again.report != ready.report
    assert (report_is_kept(ready.report), len(list(read_report(again.report)))) == (False, HOMES)


def test_a_trial_is_for_its_owner_in_their_structure(worker, ready):
    with become("maintenance"):
        others = [
            make_member(structure=worker.structure),
            make_member(Role.RIGHTS_LEAD, structure=worker.structure),
            make_member(user=worker.user),
            make_member(),
        ]
    for other in others:
        with acting(actor_of(other)) as actor:
            assert not Import.objects.visible_to(actor).exists()
            assert not Import.objects.exists()
    with acting(actor_of(worker)):
        assert Import.objects.get().pk == ready.pk


def test_a_mapping_is_for_the_structure(worker, ready):
    with become("maintenance"):
        colleague, stranger = make_member(structure=worker.structure), make_member()
    for member, seen in ((colleague, 1), (stranger, 0)):
        with acting(actor_of(member)):
            assert ImportMapping.objects.count() == seen


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_others_may_not_import(role):
    with become("maintenance"):
        member = make_member(role)
    with pytest.raises(Forbidden, match="importent des foyers"):
        dropped(member, file_of(household_rows(1)))


def test_what_is_refused_leaves_no_file(worker, folder):
    with pytest.raises(FileError):
        dropped(worker, b"\x00\x01\x02")
    assert list(folder.iterdir()) == []


def test_imported_persons_are_their_importers_only(worker, ready):
    written(worker, ready)
    with become("maintenance"):
        colleague = make_member(structure=worker.structure)
        lead = make_member(Role.RIGHTS_LEAD, structure=worker.structure)
    for member, seen in ((worker, 24), (colleague, 0), (lead, 24)):
        with acting(actor_of(member)):
            assert Person.objects.count() == seen
