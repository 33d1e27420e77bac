"""A household's situation as a test case without a name, for a jurist: read with somebody's rights, and journaled."""

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.accounts.models import User
from maillage.accounts.queries import actor_for
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.rights.actions.case import anonymous_case
from maillage.web.fields import parse_month


class Command(BaseCommand):
    help = (
        "Écrit la situation d’un foyer en cas de test YAML, sans nom ni date de naissance exacte, pour qu’un juriste "
        "la corrige. Lue avec les droits du compte de --by, et inscrite au journal à son nom."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "household", metavar="foyer", help="identifiant du foyer, dans l’adresse de sa page"
        )
        parser.add_argument("--month", help="mois du droit, par exemple 2026-11 (ce mois-ci par défaut)")
        parser.add_argument("--by", required=True, help="adresse e-mail du compte qui lit ce dossier")

    def handle(self, *, household, month, by, **options):
        today = timezone.localdate()
        user = User.objects.filter(email__iexact=by, is_active=True).first()
        if user is None:
            raise CommandError(
                "Donnez avec --by l’adresse d’un compte ouvert : c’est lui qui lit le dossier."
            )
        actor, _ = actor_for(user, today)
        chosen = self._month(month) if month else today.replace(day=1)
        try:
            with acting(actor):
                case = anonymous_case(by=actor, household_id=household, month=chosen)
        except Forbidden as refusal:
            raise CommandError(refusal.reason) from refusal
        self.stdout.write(yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=110), ending="")

    @staticmethod
    def _month(text):
        try:
            return parse_month(text)
        except ValueError:
            raise CommandError(f"« {text} » n’est pas un mois : écrivez par exemple 2026-11.") from None
