"""A structure closes: first what it would do, then, with who signs and where its data go, done."""

from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.models import Structure
from maillage.permissions import Forbidden
from maillage.support.actions.closing import Closing, close_structure
from maillage.support.queries.leaving import leaving


class Command(BaseCommand):
    help = (
        "Ferme une structure : ses données sont emportées dans un ZIP, puis plus personne n’y lit rien. "
        "--preview compte et ne change rien."
    )

    def add_arguments(self, parser):
        parser.add_argument("structure", type=UUID, help="identifiant public de la structure")
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--preview", action="store_true", help="montre ce qui serait fait")
        way.add_argument("--apply", action="store_true", help="ferme")
        parser.add_argument("--folder", type=Path, help="dossier où écrire l’archive")
        parser.add_argument("--by", help="adresse e-mail du compte qui signe")
        parser.add_argument(
            "--successor", action="append", default=[], metavar="PERSONNE=E-MAIL",
            help="qui reprend un accompagnement, dans sa structure chef de file ; autant de fois qu’il faut",
        )  # fmt: skip

    def handle(self, *, structure, preview, **options):
        found = Structure.objects.using("maintenance").filter(public_id=structure).first()
        if found is None:
            raise CommandError("Aucune structure ne porte cet identifiant.")
        if preview:
            self._say(leaving(found, timezone.localdate()))
            return
        try:
            told, carried = close_structure(self._closing(found, options))
        except Forbidden as refusal:
            raise CommandError(refusal.reason) from refusal
        except OSError as fault:
            raise CommandError(f"L’archive n’a pas pu être écrite ; rien n’est fermé. {fault}") from fault
        self._say(told)
        self.stdout.write(
            f"Fermée. Archive : {carried.path}, personnes : {carried.persons}, fichiers : {carried.files}, "
            f"illisibles : {carried.unreadable}. Remettez-la, puis effacez-la de ce disque."
        )

    def _closing(self, structure, options):
        folder, email = options["folder"], options["by"]
        if folder is None or not folder.is_dir():
            raise CommandError("Donnez avec --folder un dossier qui existe, hors des sauvegardes.")
        signed = User.objects.using("maintenance").filter(email__iexact=email or "", is_active=True).first()
        if signed is None:
            raise CommandError("Donnez avec --by l’adresse d’un compte ouvert : c’est lui qui signe.")
        return Closing(structure, signed, folder, dict(map(self._successor, options["successor"])))

    @staticmethod
    def _successor(told):
        person, equal, email = told.partition("=")
        try:
            return UUID(person if equal else ""), email
        except ValueError:
            raise CommandError(f"--successor s’écrit PERSONNE=E-MAIL, et non « {told} ».") from None

    def _say(self, told):
        self.stdout.write(
            f"{told.structure} ({told.structure.public_id})\n"
            f"Personnes suivies par son équipe : {len(told.persons)}. Rattachements à fermer : {told.attachments}.\n"
            f"Accords à arrêter : {told.consents}. Rôles à retirer : {told.members}.\n"
            f"Rendez-vous à venir, annulés : {told.appointments}. Engagements non tenus, à reprendre : {told.promises}."
        )
        for one in told.led_elsewhere:
            self.stdout.write(f"À reprendre par {one.lead_structure} : {one.person_id}")
        for one in told.led_here:
            self.stdout.write(f"Accompagnement terminé, {one.person_id}")
        for person in told.left_alone:
            self.stdout.write(f"Plus suivie par personne : {person}")
