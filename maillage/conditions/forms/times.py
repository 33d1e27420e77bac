from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.accounts.models import User
from maillage.conditions.enums import TimeKind
from maillage.conditions.models.times import LONGEST_WEEK
from maillage.web.fields import DateField
from maillage.web.typed import LineField, digits

UNREADABLE = "Écrivez un nombre d’heures, par demi-heures. Exemples\u00a0: 3, 3,5 ou 3 h 30."
HELP = {
    TimeKind.REFLECTIVE: "Du travail effectif, comme le reste. Les séances d’analyse de la pratique sont déjà comptées.",
}


class HoursField(forms.CharField):
    """3, 3,5, 3.5, 3h30 or 3 h → half-hours; blank is 0."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=12, widget=digits(), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return f"{value // 2},5" if value % 2 else str(value // 2)
        return value

    def clean(self, value: Any) -> int:
        typed = str(value or "").strip().lower().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        if not typed:
            return 0
        whole, separator, minutes = typed.partition("h")
        try:
            found = Decimal(whole.replace(",", ".") or "0") + (
                Decimal(minutes or "0") / 60 if separator else 0
            )
        except ArithmeticError:
            raise ValidationError(UNREADABLE) from None
        if (
            not found.is_finite()
            or found * 2 != (found * 2).to_integral_value()
            or not 0 <= found * 2 <= LONGEST_WEEK
        ):
            raise ValidationError(UNREADABLE)
        return int(found * 2)


class HalfHoursForm(forms.Form):
    """A field for each kind of time."""

    all_optional = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in TimeKind:
            label = str(kind.label)
            self.fields[kind.value] = HoursField(
                label=label[0].upper() + label[1:], help_text=HELP.get(kind, "")
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        total = sum(told.get(kind.value) or 0 for kind in TimeKind)
        if not self.errors and not 0 < total <= LONGEST_WEEK:
            raise ValidationError(
                "Écrivez au moins une durée."
                if not total
                else "Une semaine compte 70 heures au plus\u00a0: vérifiez les durées."
            )
        return told

    @property
    def half_hours(self) -> dict[str, int]:
        return {kind.value: self.cleaned_data[kind.value] for kind in TimeKind}


class WeekForm(HalfHoursForm):
    def __init__(self, *args: Any, sampled: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if sampled:
            self.fields["retyped"] = HoursField(
                label="Dont temps passé à réécrire ce qui existait déjà",
                help_text="Demandé une semaine par trimestre, tirée pour tout le monde. Additionné par équipe, jamais par personne.",
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.errors and (told.get("retyped") or 0) > sum(self.half_hours.values()):
            self.add_error(
                "retyped",
                "Le temps de ressaisie fait partie de la semaine\u00a0: il ne peut pas la dépasser.",
            )
        return told


class PlanForm(HalfHoursForm):
    since = DateField(label="À partir du lundi", error_messages={"required": "Dites à partir de quel lundi."})

    field_order = ["since"]


class AnalysisForm(forms.Form):
    day = DateField(label="Le", error_messages={"required": "Dites quel jour."})
    minutes = forms.IntegerField(
        label="Durée, en minutes",
        min_value=15,
        max_value=480,
        widget=digits(),
        error_messages={
            "required": "Dites combien de temps elle a duré.",
            "invalid": "Écrivez un nombre de minutes. Exemple\u00a0: 120.",
            "min_value": "Une séance dure un quart d’heure au moins.",
            "max_value": "Une séance dure huit heures au plus.",
        },
    )
    facilitator = LineField(
        label="Animée par",
        max_length=100,
        error_messages={"required": "Écrivez qui l’a animée."},
    )
    outside = forms.BooleanField(
        label="Cette personne est extérieure à la structure", required=False, initial=True
    )
    present = forms.ModelMultipleChoiceField(
        label="Présents",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Lu par chacun pour lui-même, et par les responsables. Rien de ce qui s’est dit n’est écrit ici.",
        error_messages={"required": "Cochez qui était présent."},
    )

    def __init__(self, *args: Any, colleagues: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [one.pk for one in colleagues]
        self.fields["present"].queryset = User.objects.filter(pk__in=keys).order_by("last_name", "pk")  # type: ignore[attr-defined]
