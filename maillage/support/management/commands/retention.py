"""Files of persons nobody has met for long: what would be done, archiving them, erasing those of an approved list."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.support.actions.retention import archive, erase_listed
from maillage.support.queries.retention import NoRule, coming, read_list, written_list


class Command(BaseCommand):
    help = (
        "Durées de conservation : --preview dit quels dossiers seraient archivés, ou peuvent être effacés, par structure ; "
        "--archive archive ; --list écrit la liste à faire viser ; --erase efface ceux d’une liste visée. Peut être relancé."
    )

    def add_arguments(self, parser):
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--preview", action="store_true", help="compte et liste, sans rien changer")
        way.add_argument("--archive", action="store_true", help="archive ; chacun peut être rouvert")
        way.add_argument("--list", type=Path, metavar="FICHIER", help="écrit qui peut être effacé, sans nom")
        way.add_argument(
            "--erase", type=Path, metavar="FICHIER", help="efface pour de bon ceux de cette liste visée"
        )
        parser.add_argument(
            "--visa", default="", help="référence du visa d’élimination : inscrite au journal"
        )

    def handle(self, *, preview, archive, visa, **files):
        try:
            if preview:
                self._say(coming(timezone.localdate()))
            elif archive:
                self._archive()
            elif files["list"]:
                self._list(files["list"])
            else:
                self._erase(files["erase"], visa.strip())
        except NoRule as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as refusal:
            raise CommandError(f"Ce fichier ne peut pas être lu ou écrit : {refusal}") from refusal

    def _archive(self):
        self.stdout.write(f"Dossiers archivés : {archive()}.")

    def _list(self, path):
        lines = written_list(timezone.localdate())
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stdout.write(f"Dossiers à faire viser : {len(lines) - 1}.")

    def _erase(self, path, visa):
        if not visa:
            raise CommandError("Donnez la référence du visa d’élimination : --visa.")
        told = path.read_text(
            encoding="utf-8-sig", errors="replace"
        )  # identifiers are ASCII, whatever Excel did to the rest
        try:
            persons = read_list(told)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
        done = erase_listed(persons, visa=visa[:100])
        self.stdout.write(
            f"Dossiers de la liste : {len(persons)}. Effacés : {done.persons}. Fichiers détruits : {done.files}."
        )

    def _say(self, told):
        counts = told.counts()
        self.stdout.write(f"{told.rule} : {told.rule.text}. {told.rule.source}")
        for title, groups, count in (
            ("À archiver", told.archive, counts["archive"]),
            ("À effacer, une fois la liste visée", told.erase, counts["erase"]),
        ):
            self.stdout.write(f"{title} : {count}.")
            for place, persons in groups.items():
                self.stdout.write(f"  {place or 'sans structure'} : {len(persons)}")
                for person in persons:
                    self.stdout.write(f"    {person}")
