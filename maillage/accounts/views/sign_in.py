"""allauth's own views where enrolling or leaving a second factor has to be remembered and written down."""

from allauth.account import app_settings
from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from maillage.accounts import actions, queries
from maillage.accounts.proconnect import options
from maillage.accounts.sessions import came_by_proconnect, remember_second_factor


def _note(request, verb, kind):
    actions.note_second_factor(by=request.actor, user=request.user, verb=verb, kind=kind)


class SignIn(LoginView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"proconnect": options.is_on()}


def must_prove_again(request):
    """Whoever has nothing else to prove again who they are comes in again with ProConnect, as others type their password."""
    user = request.user
    otherwise = user.has_usable_password() or any(queries.second_factors(user).values())
    return not otherwise and not came_by_proconnect(request, within=app_settings.REAUTHENTICATION_TIMEOUT)


def must_come_by_proconnect(request):
    """Of an account tied to ProConnect, a password received by mail enrols nothing."""
    if not queries.is_tied(request.user):
        return False
    by_mail = not came_by_proconnect(request) and not request.actor.second_factor
    return by_mail or must_prove_again(request)


class Enrolling:
    def dispatch(self, request, *args, **kwargs):
        if must_come_by_proconnect(request):
            return redirect("accounts:second-factor")
        return super().dispatch(request, *args, **kwargs)


class ActivateTOTP(Enrolling, ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        remember_second_factor(self.request, "totp")
        _note(self.request, "second_factor_added", "totp")
        return response


class DeactivateTOTP(DeactivateTOTPView):
    def form_valid(self, form):
        _note(self.request, "second_factor_removed", "totp")
        return super().form_valid(form)


class AddPasskey(Enrolling, AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        remember_second_factor(self.request, "webauthn")
        _note(self.request, "second_factor_added", "webauthn")
        return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form):
        _note(self.request, "second_factor_removed", "webauthn")
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasskeySignIn(LoginWebAuthnView):
    """Reached before signing in."""


class ChangePassword(PasswordChangeView):
    """Somebody who has no password yet chooses one from the link received by mail."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class DownloadRecoveryCodes(DownloadRecoveryCodesView):
    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response
