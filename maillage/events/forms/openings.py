"""Opening a meeting to registrations, drawing lots, ticking who came."""

import re
from typing import Any

from django import forms

from maillage.events.models import Registration
from maillage.events.models.openings import MOST_PLACES
from maillage.web.fields import DateField
from maillage.web.typed import LineField, TimeField, WordsField, digits
from maillage.web.until import over_after

SHARE = re.compile(r"\s*(?P<name>.+?)\s*:\s*(?P<places>\d{1,6})\s*(?:places?)?\s*")
MOST_SHARES = 12
TOO_MANY = f"Écrivez un nombre de 1 à {MOST_PLACES}."


class OpeningForm(forms.Form):
    purpose = WordsField(
        label="À quoi sert cette rencontre",
        rows=4,
        max_length=3000,
        required=False,
        help_text="Ce qu’on y fera, pour qui, ce qu’il en restera.",
    )
    day = DateField(label="Inscriptions jusqu’au")
    hour = TimeField(label="À", help_text="Cette minute comprise. Exemple\u00a0: 23 h 59.")
    places = forms.IntegerField(
        label="Nombre de places",
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        widget=digits(),
        help_text="Vide\u00a0: il y a de la place pour tous.",
        error_messages={"invalid": TOO_MANY, "min_value": TOO_MANY, "max_value": TOO_MANY},
    )
    shares = WordsField(
        label="Places gardées",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Une ligne par public, avec ses places. Exemple\u00a0: Personnes concernées\u00a0: 20. Leur total remplace le nombre de places.",
    )
    by_lot = forms.BooleanField(
        label="S’il y a trop de demandes, tirer au sort",
        required=False,
        help_text="Sinon, les premiers inscrits ont les places.",
    )
    lot_source = LineField(
        label="D’où viendra le nombre du tirage",
        max_length=200,
        required=False,
        help_text="Annoncé d’avance, pour que personne ne le choisisse. Exemple\u00a0: numéros du Loto du 12 janvier.",
    )
    forum = forms.BooleanField(
        label="Forum ouvert", required=False, help_text="Les inscrits proposent les sujets dont on parlera."
    )

    def clean_shares(self) -> list[tuple[str, int]]:
        lines = [
            line.replace("\u00a0", " ") for line in self.cleaned_data["shares"].splitlines() if line.strip()
        ]
        found = [SHARE.fullmatch(line) for line in lines]
        wrong = [number for number, one in enumerate(found, start=1) if one is None or not _fits(one)]
        if wrong:
            raise forms.ValidationError(
                f"Ligne {wrong[0]}\u00a0: écrivez pour qui, deux points, puis un nombre de 1 à {MOST_PLACES}."
            )
        shares = [(one["name"], int(one["places"])) for one in found if one]
        if len(shares) > MOST_SHARES or len({name.lower() for name, _ in shares}) < len(shares):
            raise forms.ValidationError(f"{MOST_SHARES} lignes au plus, et chaque public une seule fois.")
        return shares

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("by_lot") and not data.get("lot_source"):
            self.add_error("lot_source", "Dites d’où viendra le nombre\u00a0: c’est annoncé avant le tirage.")
        if data.get("by_lot") and not (data.get("places") or data.get("shares")):
            self.add_error("places", "Dites combien de places sont à tirer.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        told = {name: data[name] for name in ("purpose", "by_lot", "forum")}
        told["places"] = None if data["shares"] else data["places"]
        told["lot_source"] = data["lot_source"] if data["by_lot"] else ""
        return told | {"closes_at": over_after(data["day"], data["hour"])}


def _fits(one: re.Match[str]) -> bool:
    return 1 <= int(one["places"]) <= MOST_PLACES and len(one["name"]) <= 80


class DrawForm(forms.Form):
    seed = LineField(
        label="Nombre du tirage",
        max_length=80,
        help_text="Tel qu’il a été publié, sans espace autour. Il ne changera plus.",
    )


class CameForm(forms.Form):
    """One box for each who has a place."""

    def __init__(self, *args: Any, expected: list[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        for one in expected:
            self.fields[f"came_{one.pk}"] = forms.BooleanField(
                label=one.name, required=False, initial=bool(one.came)
            )

    def came(self) -> set[int]:
        return {one.pk for one in self.expected if self.cleaned_data[f"came_{one.pk}"]}
