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
HEAD = re.compile(r"^[^,;:(\d–—/\n]*", re.MULTILINE)
"""Of a line that begins with somebody: until what is said of them."""
WORD = re.compile(r"[^\W\d_][\w’'-]*")
KIN = frozenset(
    [
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "le",
        "la",
        "les",
        "l’aîné",
        "l’aînée",
        "sa",
        "son",
        "ses",
        "leur",
        "leurs",
        "mon",
        "ma",
        "mes",
        "et",
        "avec",
        "pas",
        "aucun",
        "aucune",
        "personne",
        "seul",
        "seule",
        "enfant",
        "enfants",
        "fils",
        "fille",
        "filles",
        "garçon",
        "garçons",
        "bébé",
        "jumeau",
        "jumeaux",
        "jumelle",
        "jumelles",
        "mère",
        "père",
        "parent",
        "parents",
        "belle-mère",
        "beau-père",
        "frère",
        "frères",
        "sœur",
        "sœurs",
        "demi-frère",
        "demi-sœur",
        "grand-mère",
        "grand-père",
        "oncle",
        "tante",
        "neveu",
        "nièce",
        "cousin",
        "cousine",
        "petit-fils",
        "petite-fille",
        "conjoint",
        "conjointe",
        "époux",
        "épouse",
        "mari",
        "femme",
        "compagnon",
        "compagne",
        "concubin",
        "concubine",
        "ami",
        "amie",
        "amis",
        "autre",
        "autres",
        "madame",
        "monsieur",
        "mme",
        "m",
    ]
)
"""Words that name nobody."""
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
        name: HEAD.sub(_initials, value) if (code, name) in NAMED else value for name, value in values.items()
    }
    return shown(code, told)


def _initials(head: re.Match[str]) -> str:
    alone = len(WORD.findall(head[0])) == 1

    def initial(word: re.Match[str]) -> str:
        names = word[0].casefold().replace("'", "’") not in KIN and (word[0][0].isupper() or alone)
        return f"{word[0][0]}." if names else word[0]

    return WORD.sub(initial, head[0])
