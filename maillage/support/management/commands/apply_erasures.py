"""After a backup is put back: erase again, in it, whoever was erased since it was made. May be run at any time."""

from django.core.management.base import BaseCommand, CommandError

from maillage.support.actions.erasing import erase_again


class Command(BaseCommand):
    help = "Efface de nouveau, dans une base restaurée, les personnes de la liste MAILLAGE_ERASURES. Peut être relancé."

    def handle(self, **options):
        done = erase_again()
        self.stdout.write(f"Personnes effacées : {done.persons}. Fichiers : {done.files}.")
        for person in sorted(done.left):
            self.stderr.write(f"{person} : réunie, dans cette sauvegarde, avec une personne non effacée.")
        if done.left:
            raise CommandError(
                "Séparez ces fiches, puis relancez : leurs textes restent illisibles d’ici là."
            )
