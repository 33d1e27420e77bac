"""The command that opens a structure on a new installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maillage.audit.models import Entry
from maillage.directory.models import Structure
from maillage.directory.tests.factories import structure_kind
from tests.plugin import become

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command("open_structure", *words, stdout=out)
    return out.getvalue()


def test_a_structure_is_opened_where_it_is_said(db):
    structure_kind("ccas-cias")
    told = run("CCAS de Chinon", "ccas-cias", "37072")
    opened = Structure.objects.get(name="CCAS de Chinon")
    assert (opened.commune.code, str(opened.public_id) in told) == ("37072", True)
    with become("maintenance"):
        assert Entry.objects.filter(verb="structure_added", object_id=str(opened.pk)).count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("CCAS", "inconnu", "37072"), "Types connus"),
        (("CCAS", "ccas-cias", "99999"), "Aucune commune"),
        (("", "ccas-cias", "37072"), "."),
    ],
)
def test_what_cannot_be_opened_is_said(words, said):
    structure_kind("ccas-cias")
    with pytest.raises(CommandError) as refusal:
        run(*words)
    assert said in str(refusal.value)
    assert Structure.objects.count() == 0
