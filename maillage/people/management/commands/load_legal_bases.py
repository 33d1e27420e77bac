from django.core.management.base import BaseCommand

from maillage.people.legal import load_legal_bases
from maillage.people.models import LegalBasis


class Command(BaseCommand):
    help = "Charge les textes qui permettent de partager une information sans accord ; peut être relancé."

    def handle(self, **options):
        count = load_legal_bases(LegalBasis, using="maintenance")
        self.stdout.write(f"{count} bases légales chargées.")
