"""The first administrators of a structure: whoever runs the server opens them, afterwards they do it by two."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership, User
from maillage.accounts.notifications import password_link
from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import Actor
from maillage.permissions.context import acting

OPERATOR = Actor(label="exploitant du serveur")


class Command(BaseCommand):
    help = "Ouvre le compte d’un administrateur et affiche le lien pour choisir son mot de passe."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("first_name", metavar="prénom")
        parser.add_argument("last_name", metavar="nom")
        parser.add_argument("--structure", required=True, help="son nom exact, ou son identifiant public")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="l’adresse de l’application")

    @transaction.atomic
    def handle(self, email, first_name, last_name, structure, site, **options):
        place = self._structure(structure)
        user = User.objects.filter(email__iexact=email).first()
        user = user or User.objects.create_user(email, None, first_name=first_name, last_name=last_name)
        with acting(OPERATOR):
            membership, new = Membership.objects.get_or_create(
                user=user,
                structure=place,
                role=Role.ADMINISTRATOR,
                until=None,
                defaults={"since": timezone.localdate()},
            )
            if new:
                record(OPERATOR, "role_given", membership, role=Role.ADMINISTRATOR, user=user.pk)
        self.stdout.write(f"{user} administre {place}. Lien à lui remettre, valable trois jours :")
        self.stdout.write(password_link(user, site))

    def _structure(self, wanted: str) -> Structure:
        found = [one for one in Structure.objects.all() if wanted in (one.name, str(one.public_id))]
        if len(found) != 1:
            raise CommandError(
                f"{len(found)} structures s’appellent « {wanted} ». Donnez l’identifiant public."
            )
        return found[0]
