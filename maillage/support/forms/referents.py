import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.directory.models import Structure
from maillage.directory.rules import normal_phone, shown_phone
from maillage.support.enums import Body
from maillage.support.queries.referents import commune_names, is_department
from maillage.web.typed import LineField, VersionField

COMMUNE = re.compile(r"\d[\dAB]\d{3}")
MOST_COMMUNES = 100
FACTS = ("service", "phone", "email", "hours", "communes", "structure")


class CommunesField(LineField):
    """INSEE codes, with spaces or commas between them."""

    def clean(self, value: Any) -> list[str]:
        codes = sorted(set(re.split(r"[\s,;]+", super().clean(value).upper())) - {""})
        known = commune_names({code for code in codes if COMMUNE.fullmatch(code)})
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(
                f"«\u00a0{unknown[0][:20]}\u00a0» n’est pas le code d’une commune. Exemple\u00a0: 37072."
            )
        if len(codes) > MOST_COMMUNES:
            raise ValidationError(
                f"{MOST_COMMUNES} communes au plus\u00a0: laissez vide pour tout le département."
            )
        return codes


class LineForm(forms.Form):
    """What changes in a line of the directory."""

    service = LineField(label="Service", max_length=120, help_text="Exemple\u00a0: accueil des partenaires.")
    phone = LineField(label="Ligne directe", max_length=30, required=False)
    email = forms.EmailField(
        label="Adresse e-mail",
        required=False,
        max_length=254,
        help_text="Les questions y arrivent, par un lien. Une adresse du service, pas une adresse personnelle.",
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: partenaires@caf.example."
        },
    )
    hours = LineField(
        label="Horaires", required=False, help_text="Exemple\u00a0: du lundi au jeudi, 9 h à 12 h."
    )
    communes = CommunesField(
        label="Communes",
        max_length=700,
        required=False,
        help_text="Codes INSEE, séparés par une virgule. Vide\u00a0: tout le département.",
    )

    structure = forms.ModelChoiceField(
        Structure.objects.kept_here().filter(active=True).order_by("name", "pk"),
        label="Structure de l’annuaire",
        required=False,
        empty_label="Aucune",
        help_text="Quand l’organisme y est\u00a0: une personne peut alors lui ouvrir une part de son dossier.",
    )

    def clean_phone(self) -> str:
        return shown_phone(normal_phone(self.cleaned_data["phone"]))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("phone") or data.get("email") or {"phone", "email"} & set(self.errors)):
            self.add_error("phone", "Écrivez une ligne directe ou une adresse e-mail.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class ReferentForm(LineForm):
    body = forms.ChoiceField(label="Organisme", choices=Body.listed)
    department = LineField(
        label="Département", max_length=3, help_text="Son numéro. Exemple\u00a0: 37, 2A ou 974."
    )
    field_order = ("body", "department")

    def clean_department(self) -> str:
        code = str(self.cleaned_data["department"]).upper()
        if not is_department(code):
            raise ValidationError("Écrivez le numéro du département. Exemple\u00a0: 37, 2A ou 974.")
        return code

    def values(self) -> dict[str, Any]:
        return {**super().values(), **{name: self.cleaned_data[name] for name in ("body", "department")}}


class CorrectForm(LineForm):
    version = VersionField()


class WrongForm(forms.Form):
    wrong = LineField(
        label="Ce qui est faux",
        help_text="Exemple\u00a0: la ligne directe ne répond plus. Vos collègues le verront à côté.",
        error_messages={"required": "Dites ce qui est faux."},
    )


class ReferentFilters(forms.Form):
    organisme = forms.ChoiceField(
        label="Organisme", required=False, choices=lambda: [("", "Tous"), *Body.listed()]
    )
    departement = forms.CharField(label="Département", required=False, max_length=3)
