from django.core.management.base import BaseCommand, CommandError

from maillage.audit.queries import broken_lines, count_lines


class Command(BaseCommand):
    help = (
        "Vérifie que le journal est entier : chaque ligne suit la précédente, aucune n’a été changée ni ôtée."
    )

    def handle(self, *args, **options):
        faults = list(broken_lines())
        for fault in faults:
            self.stderr.write(f"chaîne {fault.chain}, rang {fault.rank} : {fault.fault}")
        if faults:
            raise CommandError(f"{len(faults)} anomalies sur {count_lines()} lignes.")
        self.stdout.write(f"Journal entier : {count_lines()} lignes vérifiées.")
