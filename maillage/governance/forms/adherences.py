from django import forms

from maillage.web.typed import LineField, WordsField


class AdherencesForm(forms.Form):
    q = LineField(label="Structure ou texte", required=False, max_length=200)

    def believed(self) -> str:
        """What was asked and can be understood."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))


class AdhereForm(forms.Form):
    """`version`: the number of what was read."""

    commitments = WordsField(
        label="Ce que votre structure s’engage à faire",
        rows=5,
        max_length=2000,
        required=False,
        help_text="Tout le monde le lira. Vide\u00a0: respecter le texte.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=32767)

    def at_version(self, number: int) -> None:
        self.data = self.data.copy()
        self.data["version"] = number


class AdherenceReviewForm(forms.Form):
    review = WordsField(
        label="Ce que vous avez fait, et ce qui reste à faire",
        rows=6,
        max_length=2000,
        help_text="Tout le monde le lira. Aucun nom de personne.",
    )


class WithdrawForm(forms.Form):
    """Nothing to fill in: a confirmation."""
