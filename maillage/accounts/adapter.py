import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from time import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse

from maillage.accounts.sessions import proved_elsewhere


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; failed passwords are counted by axes, codes by allauth."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse e-mail ou le mot de passe n’est pas le bon.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et recopiez-le.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "invalid_password_reset": "Ce lien ne marche plus. Demandez-en un nouveau.",
        "too_many_login_attempts": "Trop d’essais. Attendez cinq minutes, puis recommencez.",
        "rate_limited": "Trop d’essais. Attendez cinq minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        """No lock by address alone: anybody could keep a professional out from anywhere."""

    def reauthenticate(self, user, password) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app, **kwargs) -> bool:
        """Somebody who has just signed in, or proved it again, is not asked once more."""
        request = context.request
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(request, request.user)
        return all(time() - record["at"] > app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "maillage.accounts.adapter.SecondFactorStage"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("accounts:account")

    def get_logout_redirect_url(self, request) -> str:
        return reverse(settings.LOGIN_URL)


class SecondFactorStage(AuthenticateStage):
    """Our own second factor is asked for, unless ProConnect has just said that it had one."""

    def handle(self) -> tuple:
        if proved_elsewhere(self.request, self.login.user):
            return None, True
        return super().handle()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our words, and secrets that a copy of the database does not give away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et recopiez-le.",
        "cannot_delete_authenticator": "Ce second facteur ne peut pas être retiré.",
        "cannot_generate_recovery_codes": "Ajoutez d’abord une application ou une clé d’accès.",
        "add_email_blocked": "L’adresse du compte ne peut pas changer.",
        "unverified_email": "L’adresse du compte n’est pas confirmée.",
    }

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a phone reads it in the dark look too."""
        return re.sub(
            r"(<svg[^>]*>)",
            r'\1<rect width="100%" height="100%" fill="white"/>',
            super().build_totp_svg(url),
            count=1,
        )

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def _box(self) -> Fernet:
        key = sha256(b"maillage second factor\0" + settings.SECRET_KEY.encode()).digest()
        return Fernet(urlsafe_b64encode(key))
