import os
from pathlib import Path

from django.core.management.base import BaseCommand

from maillage.demo.actions import seed
from maillage.permissions import Actor


class Command(BaseCommand):
    help = "Crée le territoire fictif de la démonstration, et écrit la liste de ses comptes."

    def handle(self, *args, **options):
        presentation = "\n".join(seed(by=Actor(label="démonstration"))) + "\n"
        folder = os.environ.get("MAILLAGE_DATA")
        if folder:
            (Path(folder) / "accounts.txt").write_text(presentation, encoding="utf-8")
        self.stdout.write(presentation)
