"""Files of households and the steps of their import, for the tests."""

import io
from contextlib import contextmanager
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of
from maillage.imports.enums import ImportState
from maillage.jobs.actions import run
from maillage.jobs.models import Job
from maillage.people.actions import importing, imports, undoing
from maillage.people.models import Attachment, BudgetLine, Household, HouseholdMember, Import, Person
from maillage.permissions.context import acting
from maillage.sheets import suggest_mapping, write_table
from tests.plugin import become

HEADERS = (
    "foyer",
    "role",
    "prenom",
    "nom",
    "date_naissance",
    "commune",
    "logement",
    "loyer",
    "activite",
    "salaire_net",
)
NAMES = ("Awa", "Léo", "Rosa", "Jean", "Inès", "Paul", "Fatou", "Louis", "Ana", "Omar")
WORK = {
    ImportState.CHECKING: importing.check,
    ImportState.WRITING: importing.write,
    ImportState.UNDOING: undoing.undo,
}
TABLES = (Household, Person, HouseholdMember, BudgetLine, Attachment)


def household_rows(number: int, **changes) -> list[list]:
    """A mother and her child, the household `number` of a file; `changes` spoil the mother's line by column."""
    first, second = NAMES[number % 10], NAMES[(number + 3) % 10]
    born = date(1960 + number % 40, 1 + number % 12, 1 + number % 28)
    mother = {
        "foyer": f"F{number}", "role": "demandeur", "prenom": first, "nom": f"Essai {number}", "date_naissance": born,
        "commune": "37261", "logement": "locataire HLM", "loyer": 400 + number, "activite": "en emploi", "salaire_net": 900 + number,
    }  # fmt: skip
    child = {"foyer": f"F{number}", "role": "enfant", "prenom": second, "nom": f"Essai {number}"}
    child["date_naissance"] = date(2015, 1 + number % 12, 3)
    return [[one.get(header) for header in HEADERS] for one in (mother | changes, child)]


def file_of(rows, kind="xlsx", headers=HEADERS) -> bytes:
    target = io.BytesIO()
    write_table(headers, rows, target, kind, sheet="Foyers")
    return target.getvalue()


def some_households(count: int, start: int = 0) -> list[list]:
    return [row for number in range(start, start + count) for row in household_rows(number)]


def upload(data: bytes, name: str = "foyers.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def page(name: str, source: Import, *args) -> str:
    return reverse(f"people:{name}", args=[source.pk, *args])


def latest() -> Import:
    with become("maintenance"):
        return Import.objects.latest("created_at")


def work(member, source: Import | None = None) -> Import:
    """What the worker does of the job that waits: until its end, however it ends."""
    current = reload(source or latest())
    by, task = actor_of(member), WORK[current.state]
    run(lambda job: task(job, by=by, import_id=current.pk), by=by, job_id=current.job_id)
    return reload(current)


def reload(source: Import) -> Import:
    with become("maintenance"):
        return Import.objects.get(pk=source.pk)


def job_of(source: Import) -> Job:
    with become("maintenance"):
        return Job.objects.get(pk=reload(source).job_id)


def counts() -> tuple[int, ...]:
    """Rows of each table of households, everybody's."""
    with become("maintenance"):
        return tuple(model.objects.count() for model in TABLES)


@contextmanager
def steps_of(monkeypatch, lines: int):
    """Transactions of so few lines that a small file takes several."""
    monkeypatch.setattr(importing, "MOST_LINES", lines)
    yield


def dropped(member, data: bytes, name: str = "foyers.xlsx") -> Import:
    with acting(actor_of(member)) as actor:
        return imports.drop(by=actor, upload=upload(data, name))


def checked(member, source: Import) -> Import:
    with acting(actor_of(member)) as actor:
        mapping = suggest_mapping(source.headers)
        imports.check_file(by=actor, file=source, mapping=mapping, last_month=date(2026, 10, 1))
    return work(member, source)


def written(member, source: Import, twice: bool = False) -> Import:
    asked(member, source, twice)
    return work(member, source)


def asked(member, source: Import, twice: bool = False) -> None:
    with acting(actor_of(member)) as actor:
        imports.write(by=actor, file=reload(source), twice=twice)


def undone(member, source: Import) -> Import:
    with acting(actor_of(member)) as actor:
        imports.undo(by=actor, file=reload(source))
    return work(member, source)
