from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class PermissionsConfig(AppConfig):
    name = "maillage.permissions"
    verbose_name = "permissions"

    def ready(self) -> None:
        from maillage.permissions.context import install_key

        # Django tells the end of a migration to the apps that have models; this one has none.
        post_migrate.connect(install_key, sender=apps.get_app_config("contenttypes"))
