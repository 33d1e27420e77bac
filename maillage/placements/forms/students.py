"""Students one by one or pasted; a student's choices and impossibilities; arbitration; a place given back."""

import csv
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage.diplomas.queries.diplomas import shorts
from maillage.placements.actions.students import Entered
from maillage.placements.enums import BarKind, Ended, Need, Outcome
from maillage.placements.forms.fields import (
    CHOOSE,
    CommuneField,
    StructureField,
    capitalised,
    communes_named,
    diploma,
    one_of,
    year,
)
from maillage.web.typed import LineField, WordsField

MOST_LINES = 2_000
YEARS = tuple("123456789")
NEEDS = {label.casefold(): code for code, label in Need.choices} | {code: code for code in Need.values}


class StudentForm(forms.Form):
    name = LineField(label="Nom et prénom", max_length=160)
    email = forms.EmailField(
        label="Adresse e-mail", required=False, max_length=254,
        help_text="Celle de son compte, s’il en a un. Sinon il y reçoit un lien personnel. Vide\u00a0: vous lui donnez son lien.",
    )  # fmt: skip
    diploma_code = diploma()
    year = year()
    commune = CommuneField(label="Commune où il vit", required=False, help_text="Pour compter les distances.")
    need = one_of(
        "Passe d’abord quand les places manquent", [("", "Non"), *capitalised(Need.choices)], required=False,
        help_text="L’école en garde la preuve. Ni la structure ni les autres étudiants ne le lisent.",
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """`email`: looked up among the accounts of the school."""

    told: Entered
    email: str


class PasteForm(forms.Form):
    lines = WordsField(
        label="Étudiants", rows=12, max_length=200_000,
        help_text="Une ligne par étudiant, colonnes séparées par une tabulation ou un point-virgule\u00a0: nom\u00a0; adresse e-mail\u00a0; "
        "diplôme\u00a0; année\u00a0; commune\u00a0; besoin. Les trois dernières peuvent manquer, sauf l’année.",
    )  # fmt: skip

    def clean_lines(self) -> list[Line]:
        rows = _cells(self.cleaned_data["lines"])
        if not rows:
            raise ValidationError("Collez au moins une ligne.")
        if len(rows) > MOST_LINES:
            raise ValidationError(f"{MOST_LINES} lignes au plus à la fois.")
        names = shorts()
        known = {short.casefold(): code for code, short in names.items()} | {code: code for code in names}
        communes = communes_named(sorted({row[4] for _, row in rows if row[4]}))
        found, refusals = [], []
        for number, row in rows:
            try:
                found.append(_line(row, known, communes))
            except ValidationError as refusal:
                refusals += [f"Ligne {number}\u00a0: {one}" for one in refusal.messages]
        if refusals:
            raise ValidationError(refusals[:20])
        return found


def _cells(text: str) -> list[tuple[int, list[str]]]:
    lines = text.splitlines()
    separator = "\t" if any("\t" in line for line in lines) else ";"
    try:
        rows = list(enumerate(csv.reader(lines, delimiter=separator), 1))
    except csv.Error:
        raise ValidationError(
            "Ce texte n’est pas un tableau\u00a0: copiez les cellules depuis votre tableur."
        ) from None
    told = [
        (n, ([cell.strip() for cell in row] + [""] * 6)[:6]) for n, row in rows if any(map(str.strip, row))
    ]
    return told[1:] if told and told[0][1][0].casefold() in ("nom", "nom et prénom") else told


def _line(row: list[str], known: dict[str, str], communes: dict[str, Any]) -> Line:
    name, email, course, years, town, need = row
    if not name or len(name) > 160 or "\0" in name:
        raise ValidationError("écrivez un nom, de 160 signes au plus.")
    if course.casefold() not in known:
        raise ValidationError(
            f"le diplôme «\u00a0{course[:30]}\u00a0» n’est pas connu. Exemple\u00a0: DEASS."
        )
    if years not in YEARS:
        raise ValidationError(f"l’année «\u00a0{years[:10]}\u00a0» n’est pas un nombre de 1 à 9.")
    if town and communes.get(town) is None:
        raise ValidationError(f"la commune «\u00a0{town[:40]}\u00a0» n’est pas trouvée.")
    if need and need.casefold() not in NEEDS:
        raise ValidationError(
            f"le besoin «\u00a0{need[:40]}\u00a0» n’est pas dans la liste\u00a0: {', '.join(Need.labels)}."
        )
    told = Entered(
        name, known[course.casefold()], int(years), communes.get(town), need=NEEDS.get(need.casefold(), "")
    )
    if email:
        _check_address(email)
    return Line(told, email.lower())


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(f"l’adresse «\u00a0{email[:60]}\u00a0» n’est pas une adresse e-mail.") from None


class ChoicesForm(forms.Form):
    others = forms.BooleanField(
        label="Si je n’ai aucune place de ma liste, j’accepte une place que je n’ai pas demandée", required=False,
        help_text="C’est le second tour\u00a0: une place qui vous est ouverte, la plus proche possible. Sinon, aucune.",
    )  # fmt: skip
    shown = forms.BooleanField(
        label="Mon école peut lire ma liste", required=False, help_text="Pour m’aider. Sans cela, elle sait seulement que je l’ai déposée."
    )  # fmt: skip

    def __init__(self, *args: Any, account: bool = True, **kwargs: Any) -> None:
        """Without an account, the school reads the list that it may write: nothing to choose."""
        super().__init__(*args, **kwargs)
        if not account:
            del self.fields["shown"]


class BarForm(forms.Form):
    structure = StructureField(label="Structure où vous ne pouvez pas aller")
    kind = one_of(
        "Pourquoi",
        capitalised(BarKind.choices),
        help_text="Aucun autre détail n’est demandé\u00a0: rien sur la santé.",
    )


class ProposeForm(forms.Form):
    seat = forms.TypedChoiceField(
        label="Place", required=False, coerce=int, empty_value=None, error_messages={"invalid_choice": CHOOSE}
    )
    reason = WordsField(
        label="Raisons", rows=4, max_length=3000, help_text="L’étudiant les lira, si la proposition est confirmée.",
        error_messages={"required": "Écrivez les raisons\u00a0: l’étudiant les lira."},
    )  # fmt: skip

    def __init__(self, *args: Any, seats: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = [("", "Aucune place"), *seats]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    outcome = one_of("Décision", [(Outcome.CONFIRMED, "Confirmer"), (Outcome.REFUSED, "Refuser")])
    decided_why = WordsField(
        label="Raisons", rows=3, max_length=1000, required=False, help_text="Obligatoires pour refuser."
    )


class EndForm(forms.Form):
    why = one_of("Pourquoi", [])

    def __init__(self, *args: Any, choices: list[Ended], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = capitalised((one.value, one.label) for one in choices)  # type: ignore[attr-defined]
