"""What members of a commission undertake, and how a person is told of there without their name."""

import re
from datetime import date
from typing import NamedTuple

from maillage.referrals.document import shown
from maillage.web.fields import parse_date

WORDINGS = {
    date(2026, 11, 29): (
        "Je garde pour moi ce que je lis et ce que j’entends des personnes dont la commission parle, pendant la séance"
        " et après elle.",
        "Je n’en copie rien, je n’en photographie rien, je ne m’en sers que pour décider ici.",
        "Je me déporte d’une situation dès que je connais la personne, ou que j’ai un intérêt dans la décision.",
        "Je sais que révéler une information à caractère secret est puni par la loi (code pénal, article 226-13).",
    )
}
"""By the day from which it is signed. A text that was signed never changes: another one takes another day."""
CURRENT = max(WORDINGS)
NAMES = re.compile(r"^(\s*)([^\W\d_])[\w’'-]*(?:[ -][^\W\d_][\w’'-]*)*(?=\s*(?:,|\())", re.MULTILINE)
NAMED = {("household", "members"), ("children", "children")}
"""Fields that begin each line with a first name."""


class Brief(NamedTuple):
    initials: str
    age: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.initials, self.age) if part)


def brief(identity: dict[str, str], on: date) -> Brief:
    """ "S. B.", "34 ans" that day; no age when the birth date is not known or not a date."""
    initials = " ".join(f"{word[0].upper()}." for word in identity.get("name", "").split())
    try:
        born = parse_date(identity.get("birth_date", ""))
    except ValueError:
        return Brief(initials, "")
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return Brief(initials, f"{years} ans")


def minimised(code: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """[(label, value)] of a part, for the table: whoever lives with the person keeps an initial."""
    told = {
        name: NAMES.sub(r"\1\2.", value) if (code, name) in NAMED else value for name, value in values.items()
    }
    return shown(code, told)
