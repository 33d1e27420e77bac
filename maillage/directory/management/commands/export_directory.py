"""The public directory as one JSON file in data·inclusion's shape, for whoever runs the server."""

from pathlib import Path

from django.core.management.base import BaseCommand

from maillage.directory.exchange.writing import as_json
from maillage.directory.queries import export


class Command(BaseCommand):
    help = "Exporte les fiches publiques au format data·inclusion (JSON, structures et services)."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="fichier", type=Path)
        parser.add_argument("--source", default="", help="code d’une source")
        parser.add_argument("--departement", default="", help="code d’un département")

    def handle(self, file, source, departement, **options):
        lists = {
            f"{kind}s": export.records(
                kind,
                export.within(export.public_cards(kind), kind, source=source, departement=departement),
            )
            for kind in ("structure", "service")
        }
        with file.open("w", encoding="utf-8") as target:
            target.writelines(as_json(lists))
        self.stdout.write(f"Annuaire exporté\u00a0: {file}")
