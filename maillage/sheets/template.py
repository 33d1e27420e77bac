"""The empty file we hand out: headers, a few invented households, closed lists, and how to fill it in."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO

from maillage.sheets.columns import CATALOGUE, Column, Kind
from maillage.sheets.writing import (
    Book,
    Cells,
    FileFormat,
    Plain,
    Styles,
    Worksheet,
    in_words,
    open_workbook,
    write_header,
    write_row,
    write_table,
)

HOUSEHOLDS_SHEET = "Foyers"
HELP_SHEET = "Mode d'emploi"
PREPARED_LINES = 5_000
"""Lines that get the closed lists and the text format."""

EXAMPLES: tuple[Cells, ...] = (
    {
        "household.ref": "EX1",
        "member.ref": "EX1-1",
        "member.role": "applicant",
        "member.first_name": "Awa",
        "member.last_name": "Exemple",
        "member.birth_date": dt.date(1992, 4, 30),
        "household.commune": "37261",
        "household.housing": "social_tenant",
        "household.rent": Decimal("412.50"),
        "household.flat_share": False,
        "member.activity": "employed",
        "member.nationality": "french",
        "budget.wage": Decimal("1180.20"),
        "budget.ppa": 0,
        "budget.rsa": 0,
    },
    {
        "household.ref": "EX1",
        "member.ref": "EX1-2",
        "member.role": "child",
        "member.first_name": "Léo",
        "member.last_name": "Exemple",
        "member.birth_date": dt.date(2019, 9, 12),
        "member.in_school": True,
        "member.shared_custody": False,
    },
    {
        "household.ref": "EX2",
        "member.ref": "EX2-1",
        "member.role": "applicant",
        "member.first_name": "Jean",
        "member.last_name": "Modèle",
        "member.birth_date": dt.date(1956, 1, 8),
        "household.commune": "37050",
        "household.housing": "owner",
        "household.union": "married",
        "household.reference_income": 9800,
        "member.activity": "retired",
        "member.nationality": "french",
        "budget.pension": 640,
    },
    {
        "household.ref": "EX2",
        "member.ref": "EX2-2",
        "member.role": "partner",
        "member.first_name": "Rosa",
        "member.last_name": "Modèle",
        "member.birth_date": dt.date(1958, 11, 23),
        "member.activity": "inactive",
        "member.nationality": "european",
        "budget.pension": 0,
    },
    {
        "household.ref": "EX3",
        "member.ref": "EX3-1",
        "member.role": "applicant",
        "member.first_name": "Sacha",
        "member.birth_date": dt.date(1999, 2, 14),
        "household.commune": "37261",
        "household.housing": "homeless",
        "member.activity": "unemployed",
        "member.nationality": "other",
        "member.permit_years": 6,
        "budget.wage": 0,
        "budget.unemployment": 0,
        "budget.rsa": 0,
        "budget.css": False,
    },
)
HELP = (
    "Une ligne par personne. Les personnes d'un même foyer ont le même repère dans la colonne « foyer ».",
    "Une case vide veut dire « je ne sais pas ». Un 0 veut dire « je sais qu'il n'y a rien ».",
    "Ce qui concerne tout le foyer (commune, logement, loyer…) suffit sur la première de ses lignes.",
    "Un montant vaut pour chaque mois de la période étudiée. Pour un seul mois, ajoutez une colonne dont "
    "le titre finit par le mois : « salaire_net 2026-08 ». Elle l'emporte pour ce mois.",
    "Les trois foyers d'exemple sont inventés : effacez-les avant d'envoyer le fichier.",
    "Vous pouvez supprimer les colonnes inutiles, sauf « foyer », et changer leur ordre.",
)


def write_template(target: BinaryIO, file_format: FileFormat = "xlsx") -> None:
    """The template: XLSX with closed lists and its help sheet, or plain CSV."""
    headers = [column.header for column in CATALOGUE]
    if file_format == "csv":
        write_table(headers, _example_rows(), target, "csv")
        return
    with open_workbook(target) as book:
        styles = Styles(book)
        _write_households(book.add_worksheet(HOUSEHOLDS_SHEET), headers, styles)
        _write_help(book.add_worksheet(HELP_SHEET), book, styles)


def _example_rows() -> Iterator[list[Plain]]:
    for example in EXAMPLES:
        yield [in_words(column.code, example.get(column.code)) for column in CATALOGUE]


def _write_households(worksheet: Worksheet, headers: list[str], styles: Styles) -> None:
    write_header(worksheet, headers, styles)
    worksheet.freeze_panes(1, 2)
    for index, column in enumerate(CATALOGUE):
        _prepare_column(worksheet, index, column, styles)
    for line, row in enumerate(_example_rows(), 1):
        write_row(worksheet, line, row, styles)


def _prepare_column(worksheet: Worksheet, index: int, column: Column, styles: Styles) -> None:
    if column.kind in {Kind.REFERENCE, Kind.NAME, Kind.COMMUNE}:
        worksheet.set_column(index, index, 14, styles.text)
    if column.kind is Kind.BIRTH_DATE:
        worksheet.set_column(index, index, 14, styles.date)
    worksheet.write_comment(0, index, f"{column.help}\nExemple : {column.example}")
    if words := closed_words(column):
        worksheet.data_validation(
            1,
            index,
            PREPARED_LINES,
            index,
            {
                "validate": "list",
                "source": words,
                "error_type": "warning",
                "error_title": "Valeur inattendue",
                "error_message": "Choisissez une valeur de la liste, ou laissez vide si vous ne savez pas.",
            },
        )


def closed_words(column: Column) -> list[str]:
    """The words to choose from, when the column is closed."""
    if column.kind is Kind.YES_NO:
        return ["oui", "non"]
    return [words[0] for words in column.choices.values()]


def _write_help(worksheet: Worksheet, book: Book, styles: Styles) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    worksheet.set_column(0, 0, 28)
    worksheet.set_column(1, 2, 60)
    worksheet.set_column(3, 3, 18)
    worksheet.write_string(0, 0, "Remplir le fichier des foyers", title)
    for line, sentence in enumerate(HELP, 2):
        worksheet.merge_range(line, 0, line, 3, sentence, styles.prose)
    start = len(HELP) + 3
    for index, header in enumerate(("Colonne", "Ce qu'il faut écrire", "Valeurs proposées", "Exemple")):
        worksheet.write_string(start, index, header, styles.header)
    for line, column in enumerate(CATALOGUE, start + 1):
        cells = (column.header, column.help, ", ".join(closed_words(column)), column.example)
        for index, cell in enumerate(cells):
            worksheet.write_string(line, index, cell, styles.prose)
