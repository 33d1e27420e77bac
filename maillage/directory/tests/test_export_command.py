import json
from io import StringIO

import pytest
from django.core.management import call_command

from maillage.directory.tests.factories import structure as make_structure
from maillage.directory.tests.offer import make_service


@pytest.mark.django_db
def test_the_public_directory_becomes_one_file(territories, tmp_path):
    holder = make_structure(name="Maison de tous")
    make_service(holder, name="Aide au budget", contact_name="Camille Essai")
    make_service(holder, name="Pour les professionnels", visibility="professionals")
    target, said = tmp_path / "annuaire.json", StringIO()
    call_command("export_directory", str(target), "--source", "maillage", stdout=said)
    text = target.read_text(encoding="utf-8")
    assert [one["nom"] for one in json.loads(text)["services"]] == ["Aide au budget"]
    assert "Camille" not in text
    assert said.getvalue() == f"Annuaire exporté\u00a0: {target}\n"
