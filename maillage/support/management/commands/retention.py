"""Archive, then erase, the files of persons nobody has met for long. First what it would do, in counts and identifiers."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.support.actions.retention import apply_retention
from maillage.support.queries.retention import NoRule, coming


class Command(BaseCommand):
    help = (
        "Durées de conservation : --preview dit quels dossiers seraient archivés ou effacés, par structure ; "
        "--apply le fait. Peut être relancé."
    )

    def add_arguments(self, parser):
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--preview", action="store_true", help="compte et liste, sans rien changer")
        way.add_argument("--apply", action="store_true", help="archive et efface")

    def handle(self, *, preview, **options):
        try:
            if preview:
                self._say(coming(timezone.localdate()))
                return
            done = apply_retention()
        except NoRule as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Dossiers archivés : {done.archived}. Effacés : {done.erased}. Fichiers détruits : {done.files}."
        )

    def _say(self, told):
        counts = told.counts()
        self.stdout.write(f"{told.rule} : {told.rule.text}. {told.rule.source}")
        for title, groups, count in (
            ("À archiver", told.archive, counts["archive"]),
            ("À effacer", told.erase, counts["erase"]),
        ):
            self.stdout.write(f"{title} : {count}.")
            for place, persons in groups.items():
                self.stdout.write(f"  {place or 'sans structure'} : {len(persons)}")
                for person in persons:
                    self.stdout.write(f"    {person}")
