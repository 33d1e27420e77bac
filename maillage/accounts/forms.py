"""The forms of accounts: allauth's own with our words, and those of the team."""

import struct

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html

from maillage.accounts.enums import SENSITIVE_ROLES, Role
from maillage.web.fields import DateField

EMAIL = "Adresse e-mail"
NEW_PASSWORD_HELP = "12 caractères au moins. Une phrase est facile à retenir et difficile à deviner."
CODE_HELP = "6 chiffres, dans l’application de votre téléphone."


def _word(form, name, label, help_text="", error="", **attrs):
    """Our label, help and missing-value sentence on a field of allauth, without its placeholder."""
    if name not in form.fields:
        return
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
    if error:
        field.error_messages["required"] = error


def _word_new_password(form):
    _word(form, "password1", "Nouveau mot de passe", NEW_PASSWORD_HELP, "Choisissez un mot de passe.")
    _word(form, "password2", "Le même, encore une fois", error="Tapez le mot de passe une seconde fois.")


class SamePasswordTwice:
    def clean(self):
        cleaned = super().clean()
        if "password2" in self.errors and cleaned.get("password1"):
            self.errors["password2"] = self.error_class(["Les deux mots de passe sont différents."])
        return cleaned


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forgotten = format_html(
            '<a href="{}">Mot de passe oublié ?</a>', reverse_lazy("account_reset_password")
        )
        _word(self, "login", EMAIL, error="Écrivez votre adresse e-mail.", autocomplete="username")
        _word(self, "password", "Mot de passe", forgotten, "Écrivez votre mot de passe.")


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self, "email", EMAIL, error="Écrivez votre adresse e-mail.")


class ResetPasswordKeyForm(SamePasswordTwice, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class ChangePasswordForm(SamePasswordTwice, account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", "Mot de passe actuel", error="Écrivez votre mot de passe actuel.")
        _word_new_password(self)


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self, "password", "Mot de passe", error="Écrivez votre mot de passe.")


def _word_code(form, help_text):
    _word(form, "code", "Code", help_text, "Écrivez le code.", inputmode="numeric", size=10)


class CodeForm(mfa_forms.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_code(self, f"{CODE_HELP} Téléphone perdu ? Un de vos codes de secours convient aussi.")


class ReauthenticateCodeForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_code(self, f"{CODE_HELP} Un code de secours convient aussi.")


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_code(self, "6 chiffres, que l’application montre une fois le compte ajouté.")


NO_ANSWER = "La clé n’a pas répondu. Recommencez."
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error, InvalidSignature)


class PasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    """What a key answers comes from outside: whatever it holds, it is wrong or right, never a crash."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_ANSWER, "invalid": NO_ANSWER}

    def clean_credential(self):
        try:
            return super().clean_credential()
        except MALFORMED as error:
            raise forms.ValidationError(NO_ANSWER) from error


class PasskeySignInForm(PasskeyForm, webauthn_forms.LoginWebAuthnForm):
    passwordless = True


class ReauthenticatePasskeyForm(PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    reauthenticated = True


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self, "name", "Nom de la clé", "Pour la reconnaître : « Téléphone », « Ordinateur du bureau ».")
        sentence = "Elle demandera votre empreinte, votre visage ou un code sur l’appareil."
        _word(self, "passwordless", "M’en servir sans mot de passe", sentence)
        self.fields["name"].max_length = 80
        self.initial |= {"name": "Clé d’accès", "passwordless": True}
        self.fields["credential"].error_messages |= {"required": NO_ANSWER, "invalid": NO_ANSWER}

    def clean(self):
        try:
            return super().clean()
        except MALFORMED as error:
            raise forms.ValidationError(NO_ANSWER) from error


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self, "name", "Nom de la clé", error="Donnez un nom à la clé.")


class PlaceForm(forms.Form):
    """A role in the administrator's structure."""

    role = forms.ChoiceField(
        label="Rôle",
        choices=[("", "Choisir"), *Role.choices],
        error_messages={"required": "Choisissez un rôle."},
    )
    job_title = forms.CharField(
        label="Métier", max_length=80, required=False, help_text="Par exemple : assistante sociale."
    )
    until = DateField(label="Jusqu’au", required=False, help_text="Pour un remplacement ou un stage.")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError("Cette date est passée. Laissez vide si la fin n’est pas connue.")
        return until

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("until") and cleaned.get("role") in SENSITIVE_ROLES:
            self.add_error(
                "until", "Un rôle sensible se donne et se retire à deux : laissez cette date vide."
            )
        return cleaned


class OpenAccountForm(PlaceForm):
    """Somebody new in the structure, with a first role."""

    field_order = ("email", "first_name", "last_name", "role", "job_title", "until")
    email = forms.EmailField(
        label=EMAIL,
        help_text="Son adresse professionnelle. Elle y reçoit le lien pour choisir son mot de passe.",
    )
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ordinary = [(value, label) for value, label in Role.choices if value not in SENSITIVE_ROLES]
        self.fields["role"].choices = [("", "Choisir"), *ordinary]
        self.fields[
            "role"
        ].help_text = "Les rôles de référent et d’administrateur se demandent ensuite, à deux."
