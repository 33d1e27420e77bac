from django.core.management.base import BaseCommand

from maillage.governance.actions.subscriptions import send_digests


class Command(BaseCommand):
    help = "Envoie à chaque abonné sans compte ce qui a été publié jusqu’à hier ; peut être relancé, un message par jour."

    def handle(self, **options):
        self.stdout.write(f"Messages envoyés : {send_digests()}.")
