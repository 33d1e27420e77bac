"""Whom to ask: pasted addresses, accounts of a role on a territory, members of a committee."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from maillage.accounts.enums import Role
from maillage.consultations.enums import Level
from maillage.consultations.forms.fields import CommuneField
from maillage.consultations.queries.audience import Guest, at_level
from maillage.directory.models import Territory
from maillage.directory.queries import commune_by_code, read_communes
from maillage.governance.models import Committee
from maillage.web.typed import WordsField

MOST, SHOWN = 2000, 20


class AddressesForm(forms.Form):
    lines = WordsField(
        label="Adresses",
        rows=10,
        max_length=200_000,
        help_text="Une par ligne. Vous pouvez ajouter le nom et la commune\u00a0: adresse ; nom ; commune.",
    )

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level = level
        self.guests: list[Guest] = []

    def clean_lines(self) -> str:
        typed = str(self.cleaned_data["lines"])
        rows = [
            (number, [cell.strip() for cell in re.split(r"[;\t]", line)])
            for number, line in enumerate(typed.splitlines(), start=1)
            if line.strip()
        ]
        if len(rows) > MOST:
            raise ValidationError(f"Collez {MOST} adresses au plus\u00a0; ajoutez les autres ensuite.")
        self.guests = self._read(rows)
        return typed

    def _read(self, rows: list[tuple[int, list[str]]]) -> list[Guest]:
        read = read_communes({cells[2] for _, cells in rows if len(cells) > 2 and cells[2]})
        places = {text: self._place(one.code) for text, one in read.items() if not one.refusal}
        wrong = []
        found = []
        for number, cells in rows:
            email, name, place = [*cells, "", ""][:3]
            if not _is_email(email):
                wrong.append(
                    f"Ligne {number}\u00a0: «\u00a0{email[:60]}\u00a0» n’est pas une adresse e-mail."
                )
            elif place and place not in places:
                wrong.append(f"Ligne {number}\u00a0: «\u00a0{place[:60]}\u00a0»\u00a0: {read[place].refusal}")
            else:
                found.append(Guest(email, name, places.get(place)))
        if wrong:
            more = [f"Et {len(wrong) - SHOWN} autres lignes à corriger."] if len(wrong) > SHOWN else []
            raise ValidationError([*wrong[:SHOWN], *more])
        return found

    def _place(self, code: str) -> Territory | None:
        return at_level(commune_by_code(code), self.level)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="Qui", choices=[(code, label.capitalize()) for code, label in Role.listed()]
    )
    commune = CommuneField(
        label="Une commune du territoire",
        required=False,
        help_text="Laissez vide pour tous les comptes de la plateforme.",
    )
    scale = forms.ChoiceField(
        label="Le territoire est",
        choices=[
            (Level.COMMUNE, "Cette commune"),
            (Level.EPCI, "Son intercommunalité"),
            (Level.DEPARTEMENT, "Son département"),
            (Level.REGION, "Sa région"),
        ],
        initial=Level.DEPARTEMENT,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("commune") and data.get("scale") and self.place() is None:
            self.add_error(
                "scale",
                "Cette commune n’est dans aucun territoire de cette sorte\u00a0: choisissez-en une autre.",
            )
        return data

    def place(self) -> Territory | None:
        return at_level(self.cleaned_data["commune"], self.cleaned_data["scale"])


class CommitteeForm(forms.Form):
    committee = forms.ChoiceField(label="Les membres de", choices=[])

    def __init__(self, *args: Any, committees: list[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.public_id): one for one in committees}
        self.fields["committee"].choices = [(pk, one.name) for pk, one in self.known.items()]

    def chosen(self) -> Committee:
        return self.known[self.cleaned_data["committee"]]
