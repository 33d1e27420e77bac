from django.core.management.base import BaseCommand
from django.utils import timezone

from maillage.observatory.catalogue import load_indicators
from maillage.observatory.models import Indicator


class Command(BaseCommand):
    help = "Charge le catalogue des indicateurs de l’observatoire ; peut être relancé."

    def handle(self, **options):
        count = load_indicators(Indicator, timezone.localdate(), using="maintenance")
        if options["verbosity"]:
            self.stdout.write(f"{count} indicateurs au catalogue.")
