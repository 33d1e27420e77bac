from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PermissionsConfig(AppConfig):
    name = "maillage.permissions"
    verbose_name = "permissions"

    def ready(self) -> None:
        from maillage.permissions.context import install_key

        post_migrate.connect(install_key, sender=self)
