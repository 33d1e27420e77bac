from django import forms


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        help_text="Elle ne sert qu’à ces messages, et elle est effacée dès que vous vous désabonnez.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
