from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "maillage.consultations"
    verbose_name = "questionnaires"
