from django.core.management.base import BaseCommand
from django.utils import timezone

from maillage.reception.catalogue import load_task_types
from maillage.reception.models import TaskType


class Command(BaseCommand):
    help = "Charge les types de tâche qui se confient ; peut être relancé."

    def handle(self, **options):
        count = load_task_types(TaskType, timezone.localdate(), using="maintenance")
        if options["verbosity"]:
            self.stdout.write(f"{count} types de tâche chargés.")
