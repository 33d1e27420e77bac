"""The gallery's forms: one field of each kind."""

from django import forms

from maillage.web.fields import AmountField, DateField, MonthField, UploadField
from maillage.web.rendering import KnownFieldsMixin


class SampleForm(KnownFieldsMixin, forms.Form):
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    birth_date = DateField(label="Date de naissance")
    email = forms.EmailField(
        label="Adresse électronique", required=False, widget=forms.EmailInput({"autocomplete": "email"})
    )
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=20,
        help_text="Un numéro où laisser un message, si la personne est d’accord.",
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel", "size": 18}),
    )
    rent = AmountField(label="Loyer sans les charges")
    month = MonthField(label="Mois de la dernière quittance", required=False)
    housing = forms.ChoiceField(
        label="Logement",
        choices=[
            ("", "Choisir"),
            ("hosted", "Hébergé"),
            ("social_tenant", "Locataire HLM"),
            ("owner", "Propriétaire"),
        ],
    )
    channel = forms.ChoiceField(
        label="Comment prévenir la personne\u00a0?",
        choices=[("sms", "Par SMS"), ("post", "Par courrier"), ("none", "Ne pas la prévenir")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Besoins dits par la personne",
        required=False,
        choices=[("housing", "Se loger"), ("food", "Se nourrir"), ("health", "Se soigner")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Ses mots", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    paper = UploadField(label="Justificatif", required=False)
    agreed = forms.BooleanField(label="La personne a été informée et elle est d’accord")


class SampleFilters(forms.Form):
    structure = forms.ChoiceField(
        label="Structure",
        required=False,
        choices=[("", "Toutes"), ("mds", "MDS de Chinon"), ("ccas", "CCAS de Chinon")],
    )
    delay = forms.ChoiceField(
        label="Délai",
        required=False,
        choices=[("", "Tous"), ("late", "En retard"), ("week", "Cette semaine")],
    )
