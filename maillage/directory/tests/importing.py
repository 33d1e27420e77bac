"""Files of a source and the steps of their import, for the tests."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.accounts.tests.factories import actor_of
from maillage.directory.actions import importing, imports
from maillage.directory.models import DirectoryImport, Service, Source, Structure
from maillage.imports.enums import ImportState
from maillage.jobs.actions import run
from maillage.permissions.context import acting
from tests.plugin import become

WORK = {
    ImportState.CHECKING: importing.try_file,
    ImportState.WRITING: importing.write,
    ImportState.UNDOING: importing.undo,
}


def a_structure(number=1, **told):
    return {
        "id": f"st-{number}",
        "nom": f"Maison du quartier {number}",
        "date_maj": "2026-01-15",
        "code_insee": "37261",
        "commune": "Tours",
        "code_postal": "37000",
        "telephone": "02 47 00 00 00",
    } | told


def a_service(number=1, structure=1, **told):
    return {
        "id": f"se-{number}",
        "structure_id": f"st-{structure}",
        "nom": f"Atelier du mardi {number}",
        "description": "Un atelier ouvert à tous, sans rendez-vous.",
        "date_maj": "2026-01-15",
        "thematiques": ["numerique--acquerir-un-equipement"],
        "zone_eligibilite": ["37261"],
    } | told


def file_of(structures=(), services=()):
    return json.dumps({"structures": list(structures), "services": list(services)}).encode()


def source(code="essai"):
    return Source.objects.get_or_create(code=code, defaults={"name": "Fichier d’essai"})[0]


def dropped(member, data, name="annuaire.json", of=None):
    with acting(actor_of(member)) as actor:
        return imports.drop(by=actor, source=of or source(), upload=SimpleUploadedFile(name, data))


def reload(file):
    with become("maintenance"):
        return DirectoryImport.objects.select_related("source").get(pk=file.pk)


def work(member, file):
    """What the worker does of the job that waits, until its end."""
    current, by = reload(file), actor_of(member)
    task = WORK[current.state]
    run(lambda job: task(job, by=by, import_id=current.pk), by=by, job_id=current.job_id)
    return reload(current)


def checked(member, data, name="annuaire.json", of=None, mapping=None):
    file = dropped(member, data, name, of)
    with acting(actor_of(member)) as actor:
        imports.check_file(by=actor, file=file, mapping=mapping)
    return work(member, file)


def written(member, data, name="annuaire.json", of=None, whole=True):
    file = checked(member, data, name, of)
    with acting(actor_of(member)) as actor:
        imports.write(by=actor, file=file, whole=whole)
    return work(member, file)


def undone(member, file):
    with acting(actor_of(member)) as actor:
        imports.undo(by=actor, file=reload(file))
    return work(member, file)


def cards():
    """Each card of the sources as it stands, without what moves by itself."""
    moving = {"id", "public_id", "version", "search", "_state", "structure_id"}
    told = {}
    for model in (Structure, Service):
        for one in model.objects.exclude(source=None):
            values = {name: value for name, value in vars(one).items() if name not in moving}
            if values["withdrawn_on"]:
                values = {"withdrawn_why": values["withdrawn_why"]}
            told[one.source_code] = values
    return told


def outcomes(file):
    """Identifier → what the import does of it."""
    return dict(file.lines.values_list("code", "outcome"))
