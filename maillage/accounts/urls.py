"""Everything under `compte/`. allauth reverses its own names, so they stay as it knows them; what it offers more
(signing up, several addresses, changing one's address) does not exist here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from maillage.accounts.views import account as own_account
from maillage.accounts.views import leaving, proconnect, sign_in, team

own = [
    path("", own_account.account, name="account"),
    path("structure/", own_account.choose_structure, name="structure"),
    path("securite/obligatoire/", own_account.second_factor, name="second-factor"),
    path("equipe/", team.team, name="team"),
    path("equipe/ouvrir/", team.open_account, name="open-account"),
    path("equipe/changements/<uuid:proposal_id>/", team.decide, name="decide"),
    path("equipe/<uuid:public_id>/", team.member, name="member"),
    path("equipe/<uuid:public_id>/roles/<int:membership_id>/retirer/", team.end_role, name="end-role"),
    path("equipe/<uuid:public_id>/fermer/", team.close_account, name="close-account"),
]

with_proconnect = [
    path("", proconnect.begin, name="proconnect"),
    path("retour/", proconnect.come_back, name="proconnect-return"),
    path("lier/", proconnect.link, name="proconnect-link"),
    path("lier/confirmer/", proconnect.confirm_link, name="proconnect-confirm"),
    path("delier/<uuid:identity_id>/", proconnect.unlink, name="proconnect-unlink"),
    path("invitation/", proconnect.accept, name="proconnect-accept"),
    re_path(
        r"^invitation/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", proconnect.invited, name="proconnect-invited"
    ),
    path("quitter/", leaving.leave, name="proconnect-leave"),
    path("sorti/", leaving.left, name="proconnect-left"),
]
own.append(path("proconnect/", include(with_proconnect)))

signing_in = [
    path("connexion/", sign_in.SignIn.as_view(), name="account_login"),
    path("connexion/code/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", sign_in.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("deconnexion/", leaving.SignOut.as_view(), name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
]

passwords = [
    path("changer/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("oublie/", account.password_reset, name="account_reset_password"),
    path("oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path("nouveau/fait/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

security = [
    path("", mfa.index, name="mfa_index"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("application/", sign_in.ActivateTOTP.as_view(), name="mfa_activate_totp"),
    path("application/retirer/", sign_in.DeactivateTOTP.as_view(), name="mfa_deactivate_totp"),
    path("codes-de-secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes-de-secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "codes-de-secours/telecharger/",
        sign_in.DownloadRecoveryCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("cles/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", sign_in.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("cles/<int:pk>/retirer/", sign_in.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("cles/<int:pk>/renommer/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include(signing_in)),
    path("mot-de-passe/", include(passwords)),
    path("securite/", include(security)),
]
