from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from maillage.accounts.enums import Role
from maillage.diplomas.actions.register import read_register
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.web.fields import parse_date


class Command(BaseCommand):
    help = "Lit un export du répertoire national (CSV ou XML) et met à jour les fiches suivies ; ne crée ni ne supprime rien."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--of", required=True, help="date du fichier, exemple : 30/11/2026")

    def handle(self, file, **options):
        by = Actor(label="commande read_register", roles=frozenset({str(Role.ADMINISTRATOR)}))
        try:
            with acting(by), file.open("rb") as content:
                told = read_register(by=by, content=content, of_day=parse_date(options["of"]))
        except (OSError, ValueError, Forbidden) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{len(told.found)} fiches trouvées, {len(told.changed)} changées.")
