"""`maillage scales`: what is stale is said, in three formats, and by the exit code."""

import csv
import json

import pytest

from maillage.rights.scales_list import HEADERS, main


def test_what_is_late_is_told_and_the_code_says_so(capsys):
    assert main(["--month", "2026-11"]) == 1
    out = capsys.readouterr().out
    assert "Revenu de solidarité active" in out
    assert "depuis le 2026-04-01" in out
    assert "4 barème(s) en retard sur 16." in out
    assert "près du plafond, faites la demande" in out


def test_fresh_scales_end_well(capsys):
    assert main(["--month", "2025-04"]) in (0, 1)
    late = [line for line in capsys.readouterr().out.splitlines() if line.endswith("en retard")]
    assert not any("Revenu de solidarité active" in line for line in late)


def test_json_and_csv_say_the_same(capsys):
    main(["--month", "2026-11", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert {"openfisca-france", "corrections"} <= set(told["versions"])
    main(["--month", "2026-11", "--format", "csv"])
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines(), delimiter=";"))
    assert tuple(rows[0]) == HEADERS
    assert rows == told["scales"]


@pytest.mark.parametrize(
    "asked", [["--month", "hier"], ["--month", "1900-01"], ["--format", "pdf"], ["--oops"]]
)
def test_what_cannot_be_used_is_said(asked, capsys):
    assert main(asked) == 2
    assert capsys.readouterr().err.strip()
