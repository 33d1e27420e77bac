from django.core.management.base import BaseCommand

from maillage.support.actions.escalation import escalate_promises


class Command(BaseCommand):
    help = "Signale les engagements en retard à la personne désignée ; peut être relancé, chacun est signalé une fois."

    def handle(self, **options):
        done = escalate_promises()
        self.stdout.write(f"Engagements signalés : {done.told}. Non signalés, à retenter : {done.failed}.")
