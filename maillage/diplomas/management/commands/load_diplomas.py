from functools import partial

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from maillage.diplomas.catalogue import load_diplomas


class Command(BaseCommand):
    help = "Charge les diplômes du travail social, leurs règles, leurs blocs et leurs passerelles ; peut être relancé."

    def handle(self, **options):
        with transaction.atomic(using="maintenance"):
            count = load_diplomas(partial(apps.get_model, "diplomas"), using="maintenance")
        if options["verbosity"]:
            self.stdout.write(f"{count} diplômes chargés.")
