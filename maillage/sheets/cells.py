"""Reading one cell: a value, None for "unknown", or a CellError whose sentence says what to do."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from maillage.sheets.columns import Column, Kind
from maillage.sheets.dates import read_date
from maillage.sheets.words import ACTIVE, plain, shown

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
Value = str | bool | int | Decimal | dt.date
CommuneCheck = Callable[[str], bool]
"""Whether this INSEE code is that of a commune that exists."""

LONGEST_TEXT = 200
HUNDREDTH = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10_000_000)

_UNKNOWN = {
    "",
    "?",
    "??",
    "-",
    "--",
    "nc",
    "n/a",
    "na",
    "inconnu",
    "inconnue",
    "non connu",
    "non connue",
    "non renseigné",
    "non renseignée",
    "nr",
    "ne sait pas",
}
_INVISIBLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_NAMELESS = {"", "-", "--", "?", "??"}
"""In a name, only these say "unknown": Na and Nc are names."""
_YES = {"oui", "o", "yes", "y", "vrai", "true", "1", "x"}
_NO = {"non", "n", "no", "faux", "false", "0"}
_NOTHING = {"neant", "aucun", "aucune", "rien"}
_COMMUNE = re.compile(r"[0-9](?:[0-9]|[AB])[0-9]{3}")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = (
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"),
    re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}"),
)
_CURRENCY = re.compile(r"(?:€|\beuros?\b|\beur\b)?(?:\s*(?:/|par)\s*(?:mois|an))?\s*$", re.IGNORECASE)
_SEVERAL_NAMES = re.compile(r"[&/;+\n]|\s(?:et|ou)\s", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be read. `sentence`: in French, what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Reader:
    """Reads cells as of `today`. `check_commune`: against the real list of communes, when there is one."""

    today: dt.date = field(default_factory=dt.date.today)
    check_commune: CommuneCheck | None = None

    def read(self, column: Column, cell: Cell) -> Value | None:
        """The value of the cell; None when it says nothing. Raises CellError."""
        if cell is None or cell == "" or is_blank(cell, _NAMELESS if column.kind is Kind.NAME else _UNKNOWN):
            return None
        match column.kind:
            case Kind.COMMUNE:
                return self._commune(cell)
            case Kind.CHOICE:
                return read_choice(column, cell)
            case Kind.BIRTH_DATE:
                return self._birth_date(cell)
            case kind:
                return _BY_KIND[kind](cell)

    def _birth_date(self, cell: Cell) -> dt.date:
        try:
            return read_date(cell, self.today)
        except ValueError as error:
            raise CellError(str(error)) from None

    def _commune(self, cell: Cell) -> str:
        code = _commune_shape(cell)
        if self.check_commune and not self.check_commune(code):
            raise CellError(
                f"« {code} » n'est pas le code INSEE d'une commune. C'est peut-être un code postal : "
                "indiquez le code INSEE, que l'on trouve sur le site de l'INSEE."
            )
        return code


def is_blank(cell: Cell, words: Set[str] = _UNKNOWN) -> bool:
    """Blank, or a word that says "unknown". A written 0 is never blank."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in words)


def read_text(cell: Cell) -> str:
    """One line of printable text. Whole numbers lose the `.0` that spreadsheets add."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError(
            f"« {shown(cell)} » n'est pas un texte : mettez la colonne au format « Texte » et "
            "saisissez de nouveau la valeur."
        )
    if isinstance(cell, int | float):
        return _whole(cell)
    text = cell.strip()
    text = text[1:] if text[:1] == "'" and ACTIVE.match(text[1:]) else text
    if len(text) > LONGEST_TEXT:
        raise CellError(f"Ce texte dépasse {LONGEST_TEXT} caractères : raccourcissez-le.")
    if text.isascii() and text.isprintable():
        return text
    if any(unicodedata.category(char) in _INVISIBLE for char in text.replace("\n", " ")):
        raise CellError(
            "Cette case contient des caractères invisibles : effacez-la et saisissez-la de nouveau."
        )
    return unicodedata.normalize("NFC", text)


def read_reference(cell: Cell) -> str:
    text = read_text(cell)
    if "\n" in text:
        raise CellError("Ce repère tient sur plusieurs lignes : mettez un seul repère par case.")
    return text


def read_name(cell: Cell) -> str:
    """One person's name: a letter or an emoji will do, two persons will not."""
    text = read_text(cell)
    if _SEVERAL_NAMES.search(text):
        raise CellError(f"« {shown(text)} » semble nommer deux personnes : mettez une personne par ligne.")
    return text


def _whole(number: int | float) -> str:
    if isinstance(number, float) and not math.isfinite(number):
        raise CellError("Cette case contient une erreur de calcul : saisissez la valeur elle-même.")
    whole = int(number)
    if abs(whole) >= 10**15:
        raise CellError(
            "Ce nombre est trop long : mettez la colonne au format « Texte » et saisissez-le de nouveau."
        )
    return str(whole) if whole == number else str(number)


def _commune_shape(cell: Cell) -> str:
    code = read_text(cell).upper().replace(" ", "")
    if re.fullmatch(r"[0-9]{4}", code):
        code = f"0{code}"  # spreadsheets drop the zero of the départements 01 to 09
    if not _COMMUNE.fullmatch(code):
        raise CellError(
            f"« {shown(cell)} » n'est pas un code INSEE : il a 5 caractères, par exemple 37261 pour Tours."
        )
    if code.endswith("000") or code.startswith(("00", "20")) or _is_paris_postcode(code):
        raise CellError(
            f"« {code} » est un code postal : indiquez le code INSEE de la commune, "
            "par exemple 37261 pour Tours."
        )
    return code


def _is_paris_postcode(code: str) -> bool:
    return code.startswith("75") and code != "75056" and not "75101" <= code <= "75120"


@lru_cache(maxsize=64)
def _codes_by_word(column_code: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {plain(word): code for code, synonyms in reversed(words) for word in (*synonyms, code)}


def read_choice(column: Column, cell: Cell) -> str:
    """The code of the choice, whatever its accents and capitals."""
    codes = _codes_by_word(column.code, tuple(column.choices.items()))
    code = codes.get(plain(cell)) if isinstance(cell, str) else None
    if code is None:
        accepted = ", ".join(words[0] for words in column.choices.values())
        raise CellError(f"« {shown(cell)} » n'est pas reconnu. Choisissez parmi : {accepted}.")
    return code


def read_yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _whole(cell) if isinstance(cell, int | float) else plain(str(cell))
    if word not in _YES | _NO:
        raise CellError(
            f"« {shown(cell)} » n'est pas reconnu : écrivez « oui » ou « non », ou laissez vide si "
            "vous ne savez pas."
        )
    return word in _YES


def read_amount(cell: Cell, largest: Decimal = LARGEST_AMOUNT) -> Decimal:
    """Euros and cents, zero or more."""
    amount = _number(cell, "un montant", "1234,56")
    if amount < 0:
        raise CellError(
            f"« {shown(cell)} » est négatif : écrivez un montant positif ou zéro. Une somme versée a sa "
            "propre colonne."
        )
    if amount > largest:
        raise CellError(f"« {shown(cell)} » est trop grand pour un montant en euros : vérifiez la saisie.")
    return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def read_rate(cell: Cell) -> Decimal:
    """A percentage, from 0 to 100."""
    rate = _number(cell.replace("%", "") if isinstance(cell, str) else cell, "un taux", "80")
    if 0 < rate < 1:
        raise CellError(f"« {shown(cell)} » : écrivez le taux en pourcentage, par exemple 80 pour 80 %.")
    if not 0 <= rate <= 100:
        raise CellError(f"« {shown(cell)} » n'est pas un taux : écrivez un nombre de 0 à 100.")
    return rate.quantize(HUNDREDTH)


def read_years(cell: Cell) -> Decimal:
    years = _number(
        re.sub(r"\s*ans?\s*$", "", cell) if isinstance(cell, str) else cell, "un nombre d'années", "6"
    )
    if not 0 <= years <= 100:
        raise CellError(f"« {shown(cell)} » n'est pas un nombre d'années : écrivez par exemple 6.")
    return years.quantize(HUNDREDTH)


def read_level(cell: Cell) -> int:
    word = plain(str(cell)).removeprefix("gir").strip() if isinstance(cell, str) else read_text(cell)
    if word not in {"1", "2", "3", "4", "5", "6"}:
        raise CellError(f"« {shown(cell)} » n'est pas un GIR : écrivez un chiffre de 1 à 6.")
    return int(word)


def _number(cell: Cell, what: str, example: str) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError(f"« {shown(cell)} » n'est pas {what} : écrivez un nombre, par exemple {example}.")
    if isinstance(cell, int | float):
        return _from_number(cell, what)
    return _from_text(cell, what, example)


def _from_number(number: int | float, what: str) -> Decimal:
    if isinstance(number, float) and not math.isfinite(number):
        raise CellError(
            f"Cette case ne contient pas {what} : elle contient une erreur de calcul. Saisissez le nombre."
        )
    if abs(number) > 1e12:
        raise CellError(f"« {shown(number)} » est trop grand : vérifiez la saisie.")
    return round(Decimal(str(number)), 6)


def _from_text(text: str, what: str, example: str) -> Decimal:
    digits = _CURRENCY.sub("", text.strip())
    digits = re.sub(r"[\s'’\u202f\u00a0]", "", digits)
    if plain(text) in _NOTHING:
        return Decimal(0)
    sign = -1 if digits[:1] in {"-", "−", "–"} else 1
    digits = digits.lstrip("-−–+") if len(digits) < 40 else "trop long"
    if _THOUSANDS.fullmatch(digits):
        raise CellError(
            f"« {shown(text)} » peut se lire de deux façons : écrivez {re.sub('[.,]', '', digits)} ou "
            f"{digits[:-1].replace('.', ',')}."
        )
    try:
        return sign * round(Decimal(_with_point(digits)), 6)
    except InvalidOperation:
        raise CellError(
            f"« {shown(text)} » n'est pas {what} : écrivez un nombre, par exemple {example}, ou laissez "
            "vide si vous ne savez pas."
        ) from None


def _with_point(digits: str) -> str:
    """`1.234,56` and `1,234.56` as `1234.56`; what is no number is left to fail."""
    if _GROUPED[0].fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if _GROUPED[1].fullmatch(digits):
        return digits.replace(",", "")
    return digits.replace(",", ".") if _NUMBER.fullmatch(digits) else "illisible"


_BY_KIND: dict[Kind, Callable[[Cell], Value]] = {
    Kind.REFERENCE: read_reference,
    Kind.NAME: read_name,
    Kind.YES_NO: read_yes_no,
    Kind.AMOUNT: read_amount,
    Kind.RATE: read_rate,
    Kind.YEARS: read_years,
    Kind.LEVEL: read_level,
}
