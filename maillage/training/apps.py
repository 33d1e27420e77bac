from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "maillage.training"
    verbose_name = "formation continue"
