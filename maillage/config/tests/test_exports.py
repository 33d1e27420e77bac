"""An export read without Maillage holds every row, its texts and documents opened, and no key to come in with."""

import json
import os
import re
import shlex
import subprocess
from hashlib import sha256

import pytest
from django.apps import apps
from django.db.models import UUIDField

from maillage.config.exports.schema import LEFT_OUT, Column
from maillage.config.tests import saved_site as told
from maillage.config.tests.saved_site import CANARY, COMMAND, KEPT, PAPER
from tests import plugin

GUIDE = (plugin.ROOT / "docs/guides/partir.md").read_text()
WRITTEN_BY_ITSELF = {"audit_entry", "audit_chainhead"}


NAMES_A_ROW = {"person", "job_id", "practice", "convention", "report", "after", "last"}
"""Identifiers without a foreign key, of what one reaches with an account alone."""


def test_whatever_opens_a_page_without_an_account_is_withheld():
    """A new random field is either one of `_LINKS`, or known here to open nothing."""
    written = [
        Column(field.column, "uuid", True, field, model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, UUIDField) and not field.primary_key and field.name != "public_id"
        if f"public.{model._meta.db_table}" not in LEFT_OUT
    ]
    assert any(one.secret for one in written)
    assert [(one.table, one.name) for one in written if not one.secret and one.name not in NAMES_A_ROW] == []


A_FORMER_LINK = """
INSERT INTO audit_rowversion (at, "table", row_id, operation, former)
VALUES (now(), 'governance_convocation', '7', 'UPDATE', '{"id": 7, "key": "0b0b5b0e-0000-4000-8000-000000000001"}')
"""


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    made = told.new_site("exported", tmp_path_factory.mktemp("exported") / "data")
    told.lay_out(made)
    with told.as_superuser(made.name) as inside:
        inside.execute(A_FORMER_LINK)
    yield made
    told.drop(made.name)


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """Written by the command; what the command said is in `site.told`."""
    target = tmp_path_factory.mktemp("exports") / "all"
    site.told["before"] = site.rows()
    done = site.run("export", "--folder", target)
    assert done.returncode == 0, done.stderr
    site.told["said"] = done.stdout
    return target


@pytest.fixture(scope="module")
def schema(folder):
    return json.loads((folder / "schema.json").read_text())


def lines(folder, table):
    return [json.loads(line) for line in (folder / f"tables/{table}.jsonl").read_text().splitlines()]


def test_every_row_of_every_table_is_there(site, folder, schema):
    left_out = {name.split(".", 1)[1] for name in LEFT_OUT}
    rows = {name: found for name, found in site.told["before"].items() if name not in left_out}
    files = {path.stem.rpartition(".")[2]: path for path in (folder / "tables").iterdir()}
    assert set(files) == set(rows)
    counted = {name: len(path.read_text().splitlines()) for name, path in files.items()}
    assert {name: counted[name] for name in rows if name not in WRITTEN_BY_ITSELF} == {
        name: len(found) for name, found in rows.items() if name not in WRITTEN_BY_ITSELF
    }
    assert counted["audit_entry"] == len(rows["audit_entry"]) + 1
    assert {one["fichier"]: one["lignes"] for one in schema["tables"].values()} == {
        str(path.relative_to(folder)): counted[name] for name, path in files.items()
    }


def test_a_row_is_the_one_of_the_database(site, folder):
    before = {json.loads(row)["id"]: json.loads(row) for row in site.told["before"]["people_person"]}
    assert {one["id"]: one for one in lines(folder, "people_person")} == before
    assert CANARY in {one["called"] for one in before.values()}


def test_sealed_texts_and_documents_are_opened(site, folder):
    notes = {one["id"]: one["synthesis"] for one in lines(folder, "support_note")}
    assert sorted(notes.values()) == sorted([CANARY, KEPT])
    assert (folder / "documents" / site.told["paper"]).read_bytes() == PAPER
    index = {
        one["cle"]: one for one in map(json.loads, (folder / "documents.jsonl").read_text().splitlines())
    }
    assert index[site.told["paper"]] == {
        "cle": site.told["paper"], "octets": len(PAPER), "sha256": sha256(PAPER).hexdigest(),
    }  # fmt: skip
    assert len(index) == len(site.documents) == len(list((folder / "documents").iterdir()))


def test_sums_are_those_of_the_files(folder):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SOMMES.sha256"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    named = {line.split("  ", 1)[1] for line in (folder / "SOMMES.sha256").read_text().splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there - named == {"SOMMES.sha256"}


def test_the_schema_says_each_column_in_french(folder, schema):
    for name, table in schema["tables"].items():
        for row in lines(folder, name.removeprefix("public."))[:1]:
            assert set(row) == set(table["colonnes"]), name
    note = schema["tables"]["public.support_note"]
    assert note["libelle"] == "note"
    assert note["colonnes"]["synthesis"]["type"] == "texte"
    assert note["colonnes"]["kind"]["valeurs"]
    assert note["colonnes"]["person_id"]["renvoie_a"] == "people_person.id"


def test_no_key_nor_password_leaves(folder, schema):
    assert schema["ecartees"] == LEFT_OUT
    assert schema["tables"]["public.accounts_user"]["colonnes_ecartees"] == ["password"]
    assert all("password" not in one for one in lines(folder, "accounts_user"))
    assert "key" in schema["tables"]["public.governance_convocation"]["colonnes_ecartees"]
    assert not (folder / "tables/vault_datakey.jsonl").exists()
    former = [
        one["former"] for one in lines(folder, "audit_rowversion") if one["table"] == "governance_convocation"
    ]
    assert former == [{"id": 7}]


def test_it_says_that_nothing_is_sealed_and_lets_its_owner_alone_in(site, folder):
    assert "rien n’y est chiffré" in site.told["said"]
    assert "rien ici n'est chiffré" in (folder / "LISEZMOI.txt").read_text()
    modes = {path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*"))}
    assert modes == {0}


def test_it_is_in_the_journal(site, folder):
    assert site.ask("SELECT actor_label FROM audit_entry WHERE verb = 'exported_whole'") == [
        ("export complet par la ligne de commande",)
    ]


def test_a_folder_that_holds_something_is_refused(site, tmp_path):
    (tmp_path / "here").write_text("mine")
    done = site.run("export", "--folder", tmp_path)
    assert done.returncode == 1
    assert "n’est pas un dossier vide" in done.stderr
    assert os.listdir(tmp_path) == ["here"]
    assert site.run("export", "--folder", tmp_path / "no" / "where").returncode == 1


def test_a_role_that_does_not_read_everything_is_refused(site, tmp_path):
    app = site.environment()["DATABASE_URL"]
    done = site.run("export", "--folder", tmp_path / "all", DATABASE_BACKUP_URL=app)
    assert done.returncode == 1
    assert "ne lit pas tout" in done.stderr
    assert os.listdir(tmp_path) == []


def test_every_command_of_the_guide_runs(site, tmp_path):
    (tmp_path / "export").mkdir()
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    script = "".join(blocks).replace("/srv/export", str(tmp_path / "export"))
    script = script.replace("./run maillage", shlex.join(COMMAND))
    done = subprocess.run(
        ["sh", "-e", "-c", script], env=site.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(blocks) == 3
    counted = re.search(r"(\d+) tables/people_person\.jsonl", done.stdout)
    assert int(counted[1]) == len(site.told["before"]["people_person"])
    sheet = (tmp_path / "export/maillage/structures.csv").read_text().splitlines()
    assert sheet[0].startswith("id;")
    assert len(sheet) == 1 + len(site.told["before"]["directory_structure"])


def test_what_nobody_can_open_any_more_is_counted_and_empty(site, folder, tmp_path):
    """After the others: somebody is erased by the list."""
    with site.erasures.open("a") as listed:
        listed.write(f"2026-01-02 {site.told['samira']}\n")
    target = tmp_path / "later"
    target.mkdir()
    done = site.run("export", "--folder", target)
    assert done.returncode == 0, done.stderr
    assert "\n  4 textes ou documents que plus personne ne peut ouvrir" in done.stdout, done.stdout
    told_of = json.loads((target / "schema.json").read_text())["tables"]
    unreadable = {name: one["illisibles"] for name, one in told_of.items() if one["illisibles"]}
    assert unreadable == {"public.support_note": 3}, "and one document"
    assert {one["synthesis"] for one in lines(target, "support_note")} == {KEPT, None}
    assert [path.name for path in (target / "documents").iterdir()] == [site.told["paper"]]
