"""The structures of a new installation: whoever runs the server opens them."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from maillage.directory.actions import create_structure
from maillage.directory.enums import TerritoryKind
from maillage.directory.models import StructureKind, Territory
from maillage.permissions import Actor
from maillage.permissions.context import acting

OPERATOR = Actor(label="exploitant du serveur")


class Command(BaseCommand):
    help = "Ouvre une structure\u00a0: son nom, son type (ccas-cias, departements…), le code INSEE de sa commune."

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="nom")
        parser.add_argument("kind", metavar="type")
        parser.add_argument("commune", metavar="code-insee")

    def handle(self, name, kind, commune, **options):
        kinds = StructureKind.objects.filter(code=kind)
        places = Territory.objects.filter(kind=TerritoryKind.COMMUNE, code=commune)
        if not kinds:
            known = ", ".join(StructureKind.objects.values_list("code", flat=True))
            raise CommandError(
                f"Ce type de structure n’existe pas\u00a0: {kind}. Types connus\u00a0: {known}."
            )
        if not places:
            raise CommandError(
                f"Aucune commune n’a le code {commune}\u00a0: lancez load_territories, ou corrigez-le."
            )
        try:
            with acting(OPERATOR):
                opened = create_structure(by=OPERATOR, name=name, kind=kinds[0], commune=places[0])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{opened} est ouverte. Identifiant public\u00a0: {opened.public_id}")
