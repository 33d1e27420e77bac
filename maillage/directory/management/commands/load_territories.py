from django.core.management.base import BaseCommand, CommandError

from maillage.directory.actions import OlderPack, load_structure_kinds, load_territories
from maillage.permissions import Actor


class Command(BaseCommand):
    help = "Charge ou met à jour les territoires (code officiel géographique) et les types de structure."

    def handle(self, *args, **options):
        by = Actor(label="commande load_territories")
        try:
            changes = load_territories(by=by)
        except OlderPack as refusal:
            raise CommandError(str(refusal)) from refusal
        added = load_structure_kinds(by=by)
        if options["verbosity"]:
            self.tell(changes)
            self.stdout.write(f"{added} types de structure ajoutés.")

    def tell(self, changes):
        self.stdout.write(str(changes))
        for kind, code, before, now in changes.renamed:
            self.stdout.write(f"  nom changé\u00a0: {kind} {code}, {before} → {now}")
        for code, name, into in changes.merged:
            self.stdout.write(f"  fusion\u00a0: {name} ({code}) → {into}")
        for kind, code in changes.closed:
            self.stdout.write(f"  fermé\u00a0: {kind} {code}")
