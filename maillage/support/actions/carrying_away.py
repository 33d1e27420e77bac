"""What a structure that closes takes with it: a ZIP of its own data, person by person, with a manifest of fingerprints.

In it: the persons its team follows, what it wrote of them, its files in clear. Not in it: working notes, protected
addresses, what other structures wrote; they are counted.
"""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder

from maillage.directory.models import Structure
from maillage.files.storage import read
from maillage.people.models import Channel, Consent, Person, ProtectedAddress
from maillage.permissions import Forbidden
from maillage.support.enums import Level
from maillage.support.models import (
    Accompaniment,
    Act,
    Appointment,
    DirectQuestion,
    Document,
    Goal,
    Note,
    OwnWords,
    Progress,
    Promise,
    QuestionAnswer,
    Reply,
    Step,
)
from maillage.support.queries.leaving import CARRIED, MAINTENANCE, followed
from maillage.vault.fields import SealedText
from maillage.whole_files import writing_whole

FORMAT = "maillage-structure/1"
OWN = (Note, OwnWords, Reply, Goal, Act, Appointment, Promise, Document, DirectQuestion, QuestionAnswer)
UNREADABLE = "[illisible]"


class Carried(NamedTuple):
    """The archive, how many persons and files are in it, how many texts or files could not be opened."""

    path: Path
    persons: int
    files: int
    unreadable: int


def carry_away(structure: Structure, folder: Path, today: date) -> Carried:
    """Whole in the folder when this returns, readable by its owner alone, or not at all. Raises OSError."""
    path = folder / f"structure-{structure.public_id}-{today:%Y-%m-%d}.zip"
    if path.exists():
        raise FileExistsError(f"{path} existe déjà : déplacez-le d’abord.")
    for left in folder.glob(f".{path.name}*"):
        left.unlink()
    with writing_whole(path) as target:
        done = _Archive(target, structure).write(followed(structure), today)
    return Carried(path, *done)


class _Archive:
    def __init__(self, target: Any, structure: Structure) -> None:
        self.zip, self.structure = ZipFile(target, "w", ZIP_DEFLATED), structure
        self.fingerprints: dict[str, str] = {}
        self.unreadable = 0

    def write(self, persons: list[UUID], today: date) -> tuple[int, int, int]:
        with self.zip:
            for person in persons:
                self._person(person)
            files = len(self.fingerprints) - len(persons)
            told = {
                "format": FORMAT,
                "structure": str(self.structure.public_id),
                "name": self.structure.name,
                "on": today,
                "persons": len(persons),
                "unreadable": self.unreadable,
                "sha256": self.fingerprints,
            }
            self.zip.writestr("manifest.json", _json(told))
        return len(persons), files, self.unreadable

    def _add(self, name: str, content: bytes) -> None:
        self.fingerprints[name] = sha256(content).hexdigest()
        self.zip.writestr(name, content)

    def _person(self, pk: UUID) -> None:
        rows = {str(model._meta.model_name): list(self._own(model, pk)) for model in _own_tables()}
        told: dict[str, Any] = {name: [self._plain(one) for one in found] for name, found in rows.items()}
        told["person"] = self._plain(Person.objects.using(MAINTENANCE).get(pk=pk))
        for model in (Channel, Step, Progress):
            told[str(model._meta.model_name)] = [
                self._plain(one) for one in self._rows(model, pk, rows["goal"])
            ]
        told["consent"] = [self._plain(one) for one in _of(Consent, pk).filter(structure=self.structure)]
        referred = _of(Accompaniment, pk).filter(referent_structure=self.structure)
        told["accompaniment"] = [self._plain(one) for one in referred]
        told["not_here"] = self._not_here(pk)
        for document in rows["document"]:
            self._file(pk, document)
        self._add(f"personnes/{pk}/dossier.json", _json(told))

    def _own(self, model: Any, pk: UUID) -> Iterator[Any]:
        rows = _of(model, pk).filter(structure=self.structure)
        return iter(rows.exclude(level=Level.PERSONAL) if hasattr(model, "level") else rows)

    def _rows(self, model: Any, pk: UUID, goals: list[Any]) -> Any:
        rows = _of(model, pk)
        return rows if model is Channel else rows.filter(goal__in=goals)

    def _not_here(self, pk: UUID) -> dict[str, int]:
        notes = _of(Note, pk)
        return {
            "working_notes": notes.filter(structure=self.structure, level=Level.PERSONAL).count(),
            "notes_of_others": notes.exclude(structure=self.structure).exclude(level=Level.PERSONAL).count(),
            "protected_addresses": _of(ProtectedAddress, pk).count(),
        }

    def _plain(self, row: Any) -> dict[str, Any]:
        return {one.attname: self._value(row, one) for one in row._meta.concrete_fields}

    def _value(self, row: Any, one: Any) -> Any:
        try:
            return getattr(row, one.attname)
        except Forbidden:
            assert isinstance(one, SealedText)
            self.unreadable += 1
            return UNREADABLE

    def _file(self, pk: UUID, document: Any) -> None:
        """Under its identifier: the name it had is in the JSON, where it is data."""
        try:
            content = read(document.key)
        except Forbidden:
            self.unreadable += 1
            return
        suffix = Path(document.name).suffix.lower()
        kept = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        self._add(f"personnes/{pk}/documents/{document.pk}{kept}", content)


def _own_tables() -> list[Any]:
    return [*OWN, *(model for told in CARRIED for model in told())]


def _of(model: Any, pk: UUID) -> Any:
    return model.objects.using(MAINTENANCE).filter(person=pk).order_by("pk")


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
