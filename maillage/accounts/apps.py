from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    verbose_name = "comptes"

    def ready(self) -> None:
        from axes.signals import user_locked_out
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.core.checks import Tags, register

        from maillage.accounts import receivers
        from maillage.accounts.checks import check_proconnect
        from maillage.accounts.queries import lived_in
        from maillage.directory.queries.doubles import UNMERGEABLE

        UNMERGEABLE.append(lived_in)
        register(check_proconnect, Tags.security, deploy=True)

        user_logged_in.connect(receivers.signed_in, dispatch_uid="accounts_signed_in")
        user_logged_out.connect(receivers.signed_out, dispatch_uid="accounts_signed_out")
        user_locked_out.connect(receivers.locked_out, dispatch_uid="accounts_locked_out")
