"""What the import contracts of pyproject.toml cannot see."""

import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings

from maillage.audit.middleware import FIELD
from maillage.web.templatetags.web import REQUEST_KEY

ORDER = (
    "permissions",
    "vault",
    "files",
    "audit",
    "jobs",
    "web",
    "imports",
    "directory",
    "accounts",
    "governance",
    "diplomas",
    "training",
    "conventions",
    "calls",
    "consultations",
    "contributions",
    "counts",
    "events",
    "practices",
    "schemes",
    "conditions",
    "placements",
    "people",
    "support",
    "referrals",
    "rights",
    "reception",
    "observatory",
    "pages",
    "api",
    "demo",
)
PUBLIC = {"enums", "rules", "models", "queries", "actions", "guards"}
PROFESSION = ("diplomas", "training", "conventions", "conditions", "placements")
ABOVE_GOVERNANCE = (
    "calls",
    "consultations",
    "contributions",
    "events",
    "practices",
    "schemes",
    "counts",
    *PROFESSION,
)
CONTEXTS = (
    "audit",
    "jobs",
    "directory",
    "accounts",
    "governance",
    *ABOVE_GOVERNANCE,
    "people",
    "support",
    "referrals",
    "rights",
    "reception",
    "observatory",
)
ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 600
DRAWERS = {"utils", "helpers", "common", "core", "services", "misc"}


@pytest.fixture(scope="session")
def graph():
    return grimp.build_graph("maillage")


def context_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def is_private(module: str) -> bool:
    """In a context, but none of the modules that others may use (a whole engine is public by its package)."""
    parts = module.split(".")
    if context_of(module) not in CONTEXTS or parts[1:3] == ["rights", "engine"]:
        return False
    return len(parts) > 2 and parts[2] not in PUBLIC


def allowed(importer: str, imported: str) -> bool:
    """`config` composes everything; a template tag or middleware is named by settings, not imported."""
    return context_of(importer) == "config" or ".tests" in importer or ".tests" in imported


def test_contexts_meet_only_through_their_public_modules(graph):
    wrong = [
        (importer, imported)
        for imported in graph.modules
        if is_private(imported)
        for importer in graph.find_modules_that_directly_import(imported)
        if context_of(importer) != context_of(imported) and not allowed(importer, imported)
    ]
    assert wrong == []


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("maillage.")]


def test_foreign_keys_point_downwards():
    """Also those written as strings; the account that signs is the one exception, Django's own."""
    rank = {name: number for number, name in enumerate(ORDER)}
    wrong = [
        (model._meta.label, field.name)
        for model in own_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and field.concrete
        and field.remote_field.model._meta.label != settings.AUTH_USER_MODEL
        and rank[field.remote_field.model._meta.app_label] > rank[model._meta.app_label]
    ]
    assert len(own_models()) >= 10
    assert wrong == []


def sources() -> list[Path]:
    return [path for path in (ROOT / "maillage").rglob("*.py") if "migrations" not in path.parts]


def test_every_file_can_be_read_in_one_sitting():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_there_is_no_drawer_that_everything_falls_into():
    assert [path for path in sources() if DRAWERS & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_personal_rows_are_reached_through_the_actor_in_views():
    """`.objects` without `visible_to`, in the views of a context where not everybody sees all; a place is everybody's."""
    views = [
        p
        for name in (
            "directory",
            "governance",
            *ABOVE_GOVERNANCE,
            "people",
            "support",
            "reception",
            "referrals",
            "rights",
            "observatory",
        )
        for p in (ROOT / "maillage" / name).glob("views*")
    ]
    files = [file for view in views for file in ([view] if view.is_file() else view.rglob("*.py"))]
    assert files
    wrong = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(r"(?<!Territory)\.objects\b(?!\.visible_to\()", line)
    ]
    assert wrong == []


def test_the_key_of_a_form_has_one_name():
    """`web` writes it and `audit` reads it: strangers to each other."""
    assert REQUEST_KEY == FIELD


def test_every_form_that_is_sent_carries_its_key():
    forms = re.compile(r'<form[^>]*method="post".*?</form>', re.S)
    found = {
        path.name
        for path in sorted(ROOT.glob("maillage/*/templates/**/*.html"))
        for form in forms.findall(path.read_text())
        if "request_key" not in form
    }
    assert found == DO_NOTHING_TWICE, sorted(found)


DO_NOTHING_TWICE = {
    "login.html", "authenticate.html", "own_form.html", "public_form.html", "base.html",  # the door, one's own account
    "code.html", "gallery.html",  # a paper, samples
    "question_answer.html", "_job.html",  # answered once, taken up once: the state says so
}  # fmt: skip
