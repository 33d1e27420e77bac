from django import forms
from django.core.exceptions import ValidationError

LONGEST = 254


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=LONGEST,
        help_text="Elle ne sert qu’à ces e-mails, et elle est effacée dès que vous vous désabonnez.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """In lower case, which lengthens a few letters."""
        email = str(self.cleaned_data["email"]).lower()
        if len(email) > LONGEST:
            raise ValidationError("Cette adresse est trop longue.")
        return email
