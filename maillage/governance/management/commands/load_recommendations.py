from django.core.management.base import BaseCommand
from django.utils import timezone

from maillage.governance.catalogue import load_recommendations
from maillage.governance.models import Recommendation, RecommendedAction


class Command(BaseCommand):
    help = "Charge les quinze recommandations et leurs actions ; peut être relancé."

    def handle(self, **options):
        today = timezone.localdate()
        count = load_recommendations(Recommendation, RecommendedAction, today, using="maintenance")
        if options["verbosity"]:
            self.stdout.write(f"{count} actions recommandées chargées.")
