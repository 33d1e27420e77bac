from django.core.management.base import BaseCommand

from maillage.support.actions.reminders import send_reminders


class Command(BaseCommand):
    help = "Envoie les rappels des rendez-vous d’ici demain soir ; peut être relancé, chaque rappel part une fois."

    def handle(self, **options):
        done = send_reminders()
        self.stdout.write(
            f"Rappels envoyés : {done.sent}. Sans moyen de joindre la personne : {done.unreachable}. "
            f"Non envoyés, à retenter : {done.failed}."
        )
