from django.core.management.base import BaseCommand

from maillage.referrals.actions.lateness import follow_requests


class Command(BaseCommand):
    help = (
        "Signale les réponses en retard des dispositifs, une fois chacune ; écrit aux chargés de dispositif."
    )

    def handle(self, **options):
        done = follow_requests()
        self.stdout.write(
            f"Retards signalés : {done.told}. Chargés de dispositif prévenus : {done.officers}. "
            f"Non suivis, à retenter : {done.failed}."
        )
