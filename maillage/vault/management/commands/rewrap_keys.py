"""After a new master key: wrap again, under it, the key of each person. May be interrupted and run again."""

from django.core.management.base import BaseCommand
from django.db import transaction

from maillage.vault.erasures import erased
from maillage.vault.masters import masters
from maillage.vault.models import DataKey
from maillage.vault.sealing import rewrap

STEP = 500


class Command(BaseCommand):
    help = "Enveloppe les clés des personnes sous la clé maîtresse en usage (la première du fichier)."

    def handle(self, **options):
        keys = DataKey.objects.using("maintenance").exclude(owner__in=erased())
        current, done = next(iter(masters())), 0
        while step := self._rewrap_some(keys.exclude(master=current).order_by("pk")):
            done += step
        self.stdout.write(f"Clés enveloppées de nouveau : {done}. En usage : {current}, {keys.count()} clés.")

    @staticmethod
    def _rewrap_some(left):
        with transaction.atomic(using="maintenance"):
            step = list(left.select_for_update()[:STEP])
            for key in step:
                rewrap(key)
                key.save(update_fields=["master", "wrapped"])
        return len(step)
