"""What a page cannot erase: a file parted from another one, or asked by a judge. Never under a hold."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from maillage.support.actions.erasing import erase


class Command(BaseCommand):
    help = "Efface définitivement une personne, sauvegardes comprises. Son identifiant est dans l’adresse de son dossier."

    def add_arguments(self, parser):
        parser.add_argument("person", type=UUID, help="identifiant de la personne")
        parser.add_argument(
            "--reason", required=True, help="pourquoi, sans nommer personne : inscrit au journal"
        )

    def handle(self, *, person, reason, **options):
        done = erase([person], why=reason[:100])
        if done.left:
            raise CommandError("L’effacement de ce dossier est suspendu : rien n’est effacé.")
        if not done.persons:
            raise CommandError("Personne n’a cet identifiant, ou elle est déjà effacée.")
        self.stdout.write(f"Effacée. Fiches : {done.persons}. Fichiers : {done.files}.")
