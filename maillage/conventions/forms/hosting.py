"""Tutors, sites, staff, aids, the public calculator."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.conventions.enums import AidKind, AidUnit, Status, TutorLineKind
from maillage.conventions.forms.fields import (
    CHOOSE,
    EurosField,
    HoursField,
    StructureField,
    capitalised,
    diplomas,
)
from maillage.conventions.forms.periods import EARLIEST, LATEST, PeriodsForm
from maillage.directory.models import Territory
from maillage.directory.queries.zones import FRANCE, read_zones
from maillage.web.fields import DateField
from maillage.web.typed import LineField, WordsField, digits


class TutorForm(forms.Form):
    user = forms.TypedChoiceField(label="Personne", coerce=int, error_messages={"invalid_choice": CHOOSE})
    diplomas = forms.MultipleChoiceField(
        label="Diplômes",
        choices=lambda: diplomas(blank=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = DateField(label="Tuteur depuis le", earliest=EARLIEST, latest=LATEST)
    left_on = DateField(label="Ne l’est plus depuis le", required=False, earliest=EARLIEST, latest=LATEST)
    allowance = EurosField(label="Indemnité par mois de stage", required=False)
    allowance_words = LineField(
        label="Comment la fonction est reconnue",
        max_length=300,
        required=False,
        help_text="Temps dégagé, prime, évolution. Exemple\u00a0: une demi-journée par semaine.",
    )

    def __init__(self, *args: Any, people: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]
        if fixed:
            del self.fields["user"]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "user"}


class TutorLineForm(forms.Form):
    kind = forms.ChoiceField(
        label="Type", choices=capitalised(TutorLineKind.choices), widget=forms.RadioSelect
    )
    on = DateField(label="Le", initial=timezone.localdate, earliest=EARLIEST, latest=LATEST)
    hours = HoursField(label="Heures", required=False, min_value=Decimal("0.25"))
    words = LineField(label="Quoi", max_length=200, help_text="Exemple\u00a0: formation de tuteur, 2 jours. Nommez la compétence, jamais un stagiaire.")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == TutorLineKind.SKILL:
            data["hours"] = None
        elif not data.get("hours") and "hours" not in self.errors:
            self.add_error("hours", "Écrivez le nombre d’heures.")
        return data


class StaffForm(forms.Form):
    starts_on = DateField(label="À partir du", initial=timezone.localdate, earliest=EARLIEST, latest=LATEST)
    persons = forms.IntegerField(
        label="Personnes employées",
        min_value=1,
        max_value=100_000,
        widget=digits(),
        help_text="Au dernier jour du mois d’avant, ou la moyenne des douze derniers mois si elle est plus haute (art. R124-12).",
    )


class SiteForm(forms.Form):
    host = StructureField(label="Structure d’accueil", error_messages={"required": "Écrivez son nom."})
    starts_on = DateField(label="Du", earliest=EARLIEST, latest=LATEST)
    ends_on = DateField(label="Au", earliest=EARLIEST, latest=LATEST)
    objectives = WordsField(label="Ce que les stagiaires y apprennent", rows=4, max_length=4000)
    conditions = WordsField(label="Conditions d’accueil", rows=3, max_length=4000, required=False)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["host"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "L’accord finit après avoir commencé.")
        return data

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "host"}


class RefuseSiteForm(forms.Form):
    reason = WordsField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Dites pourquoi\u00a0: l’établissement pourra proposer autre chose."},
    )


class VisitForm(forms.Form):
    on = DateField(label="Le", initial=timezone.localdate, earliest=EARLIEST, latest=LATEST)
    who = LineField(label="Qui était là", max_length=200, required=False)
    words = WordsField(label="Ce qui a été vu et convenu", rows=4, max_length=4000)


class PlaceField(LineField):
    """One commune, intercommunalité or département, as people type it."""

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory:
        told = read_zones([super().clean(value)])
        if told.refusals:
            raise ValidationError(told.refusals)
        if len(told.zones) != 1 or told.zones == [FRANCE]:
            raise ValidationError(
                "Écrivez une seule commune, une seule intercommunalité ou un seul département."
            )
        kind, _, code = told.zones[0].partition(":")
        found: Territory = Territory.objects.get(kind=kind, code=code)
        return found


class AidForm(forms.Form):
    title = LineField(label="Nom de l’aide", max_length=160)
    kind = forms.ChoiceField(
        label="Pour quoi", choices=capitalised(AidKind.choices), widget=forms.RadioSelect
    )
    territory = PlaceField(label="Territoire", max_length=120, error_messages={"required": "Écrivez le territoire."})  # fmt: skip
    giver = LineField(label="Qui la donne", max_length=160)
    conditions = WordsField(label="À qui, à quelles conditions", max_length=2000, required=False)
    how = WordsField(label="Comment la demander", max_length=2000, required=False)
    link = forms.URLField(
        label="Page de l’aide", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Cette adresse n’est pas complète. Exemple\u00a0: https://exemple.fr/aide."},
    )  # fmt: skip
    amount = EurosField(label="Montant", required=False, min_value=Decimal("0.01"))
    unit = forms.ChoiceField(label="Versé", choices=capitalised(AidUnit.choices))
    from_km = forms.IntegerField(
        label="À partir de (km)", min_value=0, max_value=1000, initial=0, required=False, widget=digits()
    )
    checked_on = DateField(label="Vérifiée le", initial=timezone.localdate, earliest=EARLIEST)

    def clean_from_km(self) -> int:
        return self.cleaned_data["from_km"] or 0

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Ce jour est à venir\u00a0: écrivez celui où l’aide a été vérifiée.")
        return day


class EstimateForm(forms.Form):
    """Of a placement: the way from home."""

    all_optional = True
    km = forms.IntegerField(
        label="Distance de chez vous, aller (km)",
        min_value=0,
        max_value=2000,
        required=False,
        widget=digits(),
        help_text="Vide\u00a0: la distance entre l’établissement et la structure d’accueil, à vol d’oiseau.",
    )
    licence = forms.BooleanField(label="J’ai le permis de conduire", required=False)


class CalculatorForm(PeriodsForm):
    """Public: nothing is kept."""

    all_optional = True
    status = forms.ChoiceField(
        label="Statut du stagiaire", choices=capitalised(Status.choices), required=False
    )
    others = HoursField(
        label="Heures déjà faites chez le même organisme, même année d’enseignement", required=False, min_value=Decimal(0)
    )  # fmt: skip
    agreed = EurosField(label="Montant par heure prévu, s’il est plus élevé", required=False, min_value=Decimal("0.01"))  # fmt: skip
