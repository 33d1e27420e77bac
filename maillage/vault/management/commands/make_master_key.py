"""A line to put first in the file of master keys: at the installation, then at each rotation."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from maillage.vault.masters import new_master


class Command(BaseCommand):
    help = "Affiche une nouvelle clé maîtresse, à mettre en première ligne du fichier MAILLAGE_MASTER_KEYS."
    requires_system_checks = ()

    def handle(self, **options):
        self.stdout.write(new_master(f"{timezone.now():%Y-%m-%d-%H%M%S}"), ending="")
