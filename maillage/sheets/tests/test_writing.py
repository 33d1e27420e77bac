import io
from dataclasses import replace

import pytest
from hypothesis import given, settings

from maillage.sheets import (
    CATALOGUE,
    HouseholdRecord,
    LineError,
    LineWarning,
    open_table,
    suggest_mapping,
    write_households,
    write_report,
    write_template,
)
from maillage.sheets.tests.factories import households, read_text

FORMATS = pytest.mark.parametrize("file_format", ["xlsx", "csv"])


def written(write, *arguments):
    target = io.BytesIO()
    write(*arguments[:-1], target, arguments[-1]) if len(arguments) > 1 else write(target, *arguments)
    return target.getvalue()


@FORMATS
def test_the_template_reads_back_as_its_examples(file_format):
    data = written(write_template, file_format)
    table = open_table(io.BytesIO(data))
    assert list(suggest_mapping(table.headers).values()) == [column.code for column in CATALOGUE]
    homes = read_text(data)
    assert [type(home) for home in homes] == [HouseholdRecord] * 3
    assert [(home.ref, len(home.members), home.warnings) for home in homes] == [
        ("EX1", 2, ()), ("EX2", 2, ()), ("EX3", 1, ())]  # fmt: skip
    assert {line.kind for home in homes for line in home.budget} == {
        "wage", "ppa", "rsa", "pension", "unemployment", "css"}  # fmt: skip


@FORMATS
@settings(max_examples=40, deadline=None)
@given(homes=households())
def test_what_is_written_is_read_back(file_format, homes):
    found = read_text(written(write_households, homes, file_format))
    assert [_without_warnings(home) for home in found] == homes


def _without_warnings(home):
    return replace(home, warnings=()) if isinstance(home, HouseholdRecord) else home


@FORMATS
def test_a_report_names_lines_and_disarms_what_it_quotes(file_format):
    errors = [LineError(4, "=nom", "=1+1", "Corrigez.", (4,)), LineWarning(5, "lien", "-", "Vérifiez.")]
    table = open_table(io.BytesIO(written(write_report, errors, file_format)))
    assert table.headers == ("ligne", "nature", "colonne", "valeur", "ce qu'il faut faire")
    assert [[str(cell).removesuffix(".0") for cell in row.cells] for row in table.rows()] == [
        ["4", "refusée", "'=nom", "'=1+1", "Corrigez."],
        ["5", "à vérifier", "lien", "'-", "Vérifiez."],
    ]
