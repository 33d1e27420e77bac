"""What a participation cost, what is answered, when it is paid; an advance, a rate."""

from decimal import Decimal
from typing import Any

from django import forms

from maillage.governance.enums import ExpenseKind
from maillage.governance.queries.expenses import Terms
from maillage.web.fields import AmountField, DateField, UploadField
from maillage.web.typed import LineField
from maillage.web.wording import amount, rate

ACCEPTED = (".pdf", ".jpg", ".jpeg", ".png", ".webp")
ASKED = {
    ExpenseKind.CAR: ("Trajet en voiture, aller et retour", Decimal(3000)),
    ExpenseKind.TICKET: ("Train, car, bus\u00a0: prix des billets", Decimal(1000)),
    ExpenseKind.MEAL: ("Repas\u00a0: prix payé", Decimal(200)),
    ExpenseKind.CHILDCARE: ("Garde d’enfant", Decimal(24)),
    ExpenseKind.ALLOWANCE: ("Indemnité", Decimal(2)),
}


class QuantityField(AmountField):
    """Blank: none of it."""

    unknown_hint = ""

    def __init__(self, *, unit: str, most: Decimal, **kwargs: Any) -> None:
        told = {
            "invalid": "Écrivez un nombre en chiffres. Exemple\u00a0: 12,5.",
            "min_value": "Écrivez 0 ou plus.",
            "max_value": f"C’est plus que {most}\u00a0: vérifiez la virgule.",
        }
        super().__init__(unit=unit, max_value=most, error_messages=told, **kwargs)


class ExpenseForm(forms.Form):
    """One field for each kind that is paid that day."""

    def __init__(self, *args: Any, terms: dict[str, Terms], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        for kind, one in terms.items():
            label, most = ASKED[ExpenseKind(kind)]
            self.fields[kind] = QuantityField(label=label, unit=one.unit, most=most, help_text=_paid(one))
        self.fields["note"] = LineField(
            label="À savoir", max_length=500, required=False, help_text="Exemple\u00a0: covoiturage à deux."
        )

    def quantities(self) -> dict[str, Decimal]:
        data = self.cleaned_data
        return {kind: data[kind] for kind in self.terms if data[kind]}


def _paid(terms: Terms) -> str:
    if terms.rate is None:
        return "Payés au prix du billet. Gardez-les, ou joignez leur photo."
    checked = " (à vérifier)" if terms.check else ""
    return f"{rate(terms.rate)} {terms.each}{checked}."


class AnswerClaimForm(forms.Form):
    """Why, for each line that is refused; without a reason, it is accepted."""

    def __init__(self, *args: Any, lines: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            label = f"{line.get_kind_display().capitalize()}, {amount(line.amount)}\u00a0: pourquoi refuser"
            self.fields[f"why_{line.kind}"] = LineField(label=label, max_length=300, required=False)

    def refused(self) -> dict[str, str]:
        data = self.cleaned_data
        return {name.removeprefix("why_"): why for name, why in data.items() if why}


class PaidForm(forms.Form):
    on = DateField(label="Payée le")


class ReceiptForm(forms.Form):
    file = UploadField(
        label="Justificatif",
        accept=ACCEPTED,
        max_megabytes=30,
        help_text="PDF ou photo (JPEG, PNG, WebP). 10 Mo au plus, 30 Mo pour une photo.",
    )


class AdvanceForm(forms.Form):
    amount = AmountField(label="Montant", unit="€", required=True, min_value=1, max_value=1000)
    reason = LineField(
        label="Pour payer quoi", max_length=200, required=False, help_text="Exemple\u00a0: billet de train."
    )


class AnswerAdvanceForm(forms.Form):
    paid_on = DateField(label="Versée le", required=False)
    refused_why = LineField(label="Ou refusée\u00a0: pourquoi", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data["paid_on"]) == bool(data["refused_why"]):
            words = "Écrivez le jour du versement, ou la raison du refus\u00a0: l’un des deux."
            self.add_error("paid_on", words)
        return data


RATED = [(one.value, one.label) for one in ExpenseKind if one != ExpenseKind.TICKET]


class RateForm(forms.Form):
    kind = forms.ChoiceField(label="Frais", choices=RATED, widget=forms.RadioSelect)
    amount = AmountField(
        label="Montant",
        unit="€",
        required=True,
        decimals=3,
        max_value=1000,
        error_messages={
            "invalid": "Écrivez un montant en chiffres, avec trois chiffres au plus après la virgule. Exemple\u00a0: 0,606."
        },
        help_text="Pour un km, un repas au plus, une heure de garde ou une demi-journée. Écrivez 0 pour ne plus payer ces frais.",
    )
    starts_on = DateField(label="À partir du")
    decided_by = LineField(
        label="Décidé par", max_length=200, help_text="Exemple\u00a0: plénière du 3 mars 2026."
    )
