from django.core.management.base import BaseCommand

from maillage.training.catalogue import load_rules
from maillage.training.models import KindRule, RuleVersion


class Command(BaseCommand):
    help = "Charge les règles du compte de formation ; peut être relancé."

    def handle(self, **options):
        count = load_rules(RuleVersion, KindRule, using="maintenance")
        if options["verbosity"]:
            self.stdout.write(f"{count} versions de règles chargées.")
