"""The command line: a file in, rights out, without server or account; bad lines are told and the rest goes on."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.rights.screen_file import main, reference_months

ROOT = Path(__file__).resolve().parents[3]
HEADERS = (
    "foyer;personne;lien;naissance;commune;logement;loyer;activite;nationalite;taux_incapacite;salaire_net\n"
)
GOOD = "A;a1;demandeur;30/04/1992;37261;sans domicile;;sans activité;française;0;0\n"
BAD = "B;b1;demandeur;31/02/1990;37261;;;;;;\n"


@pytest.fixture
def file(tmp_path):
    def write(text: str, name: str = "foyers.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_json_carries_everything_a_program_needs(file, capsys):
    assert main([file(HEADERS + GOOD), "--month", "2026-11", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["month"] == "2026-11"
    assert answer["versions"]["openfisca-france"] == "176.1.8"
    (home,) = answer["households"]
    assert (home["ref"], home["convention"]) == ("A", "recomputed")
    rsa = next(one for one in home["benefits"] if one["code"] == "rsa")
    assert (rsa["status"], rsa["amount"], rsa["estimate"]) == ("entitled", 651.69, 650.0)
    assert {"first_quarter", "missing", "assumed", "low", "high", "gap"} <= rsa.keys()


def test_bad_lines_are_told_and_the_rest_goes_on(file, capsys):
    assert main([file(HEADERS + BAD + GOOD), "--month", "2026-11"]) == 1
    out, err = capsys.readouterr()
    assert "Foyer A" in out
    assert "Foyer B" not in out
    assert "environ 650 € par mois" in out
    assert "Ligne 2, colonne « naissance » (31/02/1990)" in err
    assert "1 foyer(s) refusé(s), 1 calculé(s)." in err


def test_csv_to_a_file_runs_no_formula(file, tmp_path):
    target = tmp_path / "sortie.csv"
    home = GOOD.replace("A;a1", "=1+1;a1")
    assert main([file(HEADERS + home), "--month", "2026-11", "--format", "csv", "-o", str(target)]) == 0
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["foyer"] for row in rows} == {"'=1+1"}
    assert next(row["montant"] for row in rows if row["prestation"] == "rsa") == "651,69"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent.csv"], "n'est pas un fichier"),
        ([], "pas comprise"),
        (["a", "--format", "pdf"], "pas comprise"),
        (["a", "--month", "novembre"], "n'est pas un mois"),
        (["a", "--month", "2019-01"], "Les barèmes sont connus"),
        (["a", "--month", "2199-01"], "Les barèmes sont connus"),
    ],
)
def test_what_cannot_be_used_is_said_in_french(arguments, words, capsys):
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "\0\0\0", "a;b\n1;2\n", "%PDF-1.4", '{"foyers": 3}', "["])
def test_a_file_that_is_not_one_is_refused(file, text, capsys):
    assert main([file(text), "--month", "2026-11"]) == 2
    assert capsys.readouterr().err.strip()


def test_an_output_that_cannot_be_written_is_said(file, capsys):
    assert main([file(HEADERS + GOOD), "--month", "2026-11", "-o", "/absent/sortie.txt"]) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_reference_months_cross_the_year():
    assert reference_months("2026-02") == ["2025-10", "2025-11", "2025-12", "2026-01"]


def test_neither_django_nor_openfisca_is_loaded_to_refuse(file):
    code = (
        "import sys; from maillage.rights.screen_file import main; code = main(['absent.csv']); "
        "print(code, [name for name in ('django', 'openfisca_core', 'psycopg') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "2 []\n"
