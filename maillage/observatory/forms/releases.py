from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.observatory.forms.declared import read_figures
from maillage.observatory.queries.periods import Window
from maillage.web.typed import LineField, VersionField, WordsField, digits

CHANGES = "Ce qui change, si cette période est déjà publiée"
FIRST_YEAR = 1990


class PrepareForm(forms.Form):
    changes = LineField(
        label=CHANGES,
        max_length=500,
        required=False,
        help_text="Tout le monde le lira, à côté de la version précédente.",
    )


class DeclareForm(PrepareForm):
    field_order = ("year", "figures", "changes")

    year = forms.IntegerField(
        label="Millésime",
        min_value=FIRST_YEAR,
        max_value=2100,
        widget=digits(),
        help_text="L’année que ces chiffres décrivent. Exemple\u00a0: 2025.",
        error_messages={
            "required": "Dites de quelle année sont ces chiffres.",
            "invalid": "Écrivez une année. Exemple\u00a0: 2025.",
            "min_value": f"Écrivez une année à partir de {FIRST_YEAR}.",
            "max_value": "Cette année est trop loin.",
        },
    )
    figures = WordsField(
        label="Chiffres",
        rows=10,
        max_length=60_000,
        error_messages={"required": "Collez les lignes du fichier."},
    )

    def __init__(self, *args: Any, by: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        head = f"territoire;{by};nombre" if by else "territoire;nombre"
        self.fields["figures"].help_text = (
            f"Collez les lignes d’un fichier CSV, dans cet ordre\u00a0: {head}. Le territoire est un code\u00a0: FR, R24 (région), "
            f"37 (département) ou 200043081 (intercommunalité)."
            + (f" Laissez {by} vide pour l’ensemble." if by else "")
        )

    def clean_figures(self) -> list[tuple[str, str, str, float]]:
        found, wrong = read_figures(self.cleaned_data["figures"], bool(self.by))
        if wrong:
            raise ValidationError(wrong)
        return found

    def window(self) -> Window:
        year = self.cleaned_data["year"]
        return Window(date(year, 1, 1), date(year, 12, 31))


class WriteForm(forms.Form):
    page = "observatory/write.html"
    saves = VersionField(required=False)
    narrative = WordsField(
        label="Ce que ce nombre raconte",
        rows=6,
        max_length=2000,
        help_text="Ce que vous en comprenez avec les équipes et les personnes\u00a0: quelques phrases simples, sans nommer personne.",
        error_messages={"required": "Un nombre ne se publie pas seul\u00a0: écrivez ce qu’il raconte."},
    )
    unsaid = WordsField(
        label="Ce qu’il ne dit pas",
        rows=3,
        max_length=1000,
        required=False,
        help_text="Ses limites, en clair.",
    )

    def clean_saves(self) -> int:
        return self.cleaned_data["saves"] or 0


class SavesForm(forms.Form):
    """What was read."""

    saves = VersionField()


class WhyForm(forms.Form):
    why = WordsField(
        label="Pourquoi",
        max_length=500,
        help_text="Tout le monde le lira.",
        error_messages={"required": "Dites pourquoi."},
    )


class ReviewForm(forms.Form):
    said = WordsField(
        label="Ce qu’en disent les professionnels",
        max_length=1000,
        help_text="Sert-il encore, à qui, pour décider de quoi\u00a0? Jamais de nom.",
        error_messages={"required": "Écrivez ce qui a été dit."},
    )
    persons_said = WordsField(
        label="Ce qu’en disent les personnes concernées",
        max_length=1000,
        help_text="Parle-t-il de ce qu’elles vivent\u00a0? Jamais de nom.",
        error_messages={"required": "Écrivez ce qui a été dit."},
    )
