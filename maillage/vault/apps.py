from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "maillage.vault"
    verbose_name = "coffre"
