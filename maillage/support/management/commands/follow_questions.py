from django.core.management.base import BaseCommand

from maillage.support.actions.question_reminders import follow_questions


class Command(BaseCommand):
    help = "Relance les référents dont la réponse est due, signale les retards ; peut être relancé, chacun l’est une fois."

    def handle(self, **options):
        done = follow_questions()
        self.stdout.write(
            f"Référents relancés : {done.reminded}. Retards signalés : {done.told}. "
            f"Non suivis, à retenter : {done.failed}."
        )
