from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "The smallest site has nothing to lay out."

    def handle(self, *args, **options):
        """Nothing."""
