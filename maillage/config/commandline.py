"""`maillage WORD …`: each word loads only what it needs, so that screening a file needs no server at all."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maillage.config.installation import Installation

CHECKOUT = Path(__file__).resolve().parents[2]
DEMO_DATA = CHECKOUT / "var" / "demo"
USAGE = """Usage : maillage COMMANDE …

  screen FICHIER    calcule les droits des foyers d'un fichier CSV, XLSX ou JSON, sans serveur ni compte
  scales            dit l'âge du barème de chaque prestation, et ce qui est en retard
  case FOYER        écrit la situation d'un foyer en cas de test sans nom, pour un juriste
  demo              lance Maillage complet avec des données fictives
  migrate           met la base à jour
  worker            traite les travaux en attente
  verify-journal    vérifie que le journal n'a pas été modifié
  backup DOSSIER    écrit une sauvegarde chiffrée de tout, et la relit
  restore FICHIER   remet une sauvegarde dans une base vide, et compare tout
  backup_key        affiche une nouvelle clé de sauvegarde
  export            écrit tout dans un dossier, en formats ouverts et en clair, pour partir
  provision         prépare les rôles et la base sur votre serveur PostgreSQL
  check             dit ce qui manque à cette installation, et comment y remédier
  alert SERVICE     prévient par courriel qu'un service a échoué
  materials         liste les logiciels dont Maillage est fait, leurs versions et leurs licences (CycloneDX)

« maillage COMMANDE --help » explique une commande. La base est celle de DATABASE_URL,
à défaut celle de la démonstration (var/demo).
"""
NEEDS_NO_DATABASE = (
    "help", "version", "--version", "makemessages", "compilemessages", "collectstatic", "make_master_key",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one word of the command line; the process's exit code."""
    word, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    if word in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    try:
        return WORDS.get(word, _django)(word, rest)
    except _expected_errors() as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has left (`maillage screen … | head`): nothing more to say, not even while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _expected_errors() -> tuple[type[Exception], ...]:
    """Errors whose message is written for the person who typed the command."""
    loaded = sys.modules
    named = (
        ("maillage.config.cluster", "ClusterError"),
        ("maillage.config.provision", "ProvisionError"),
        ("maillage.config.server_programs", "ProgramsMissing"),
        ("maillage.config.unprivileged", "ServerAccountMissing"),
        ("maillage.config.demonstration", "DemonstrationError"),
        ("maillage.config.backups.errors", "BackupError"),
        ("maillage.config.exports.errors", "ExportError"),
    )
    return tuple(getattr(loaded[module], name) for module, name in named if module in loaded)


def _screen(_: str, arguments: list[str]) -> int:
    from maillage.rights.screen_file import main as screen

    return screen(arguments) or 0


def _scales(_: str, arguments: list[str]) -> int:
    from maillage.rights.scales_list import main as scales

    return scales(arguments)


def _demo(_: str, arguments: list[str]) -> int:
    from maillage.config import demonstration

    return demonstration.main(arguments)


def _provision(_: str, arguments: list[str]) -> int:
    from maillage.config import provision_command

    return provision_command.main(arguments)


def _materials(_: str, arguments: list[str]) -> int:
    from maillage.config import materials

    return materials.main(arguments)


def _migrate(word: str, arguments: list[str]) -> int:
    chosen = any(argument.startswith("--database") for argument in arguments)
    return _django(word, arguments if chosen else [*arguments, "--database", "owner"])


def _worker(_: str, arguments: list[str]) -> int:
    return _django("procrastinate", ["worker", *arguments])


def _verify_journal(_: str, arguments: list[str]) -> int:
    return _django("verify_journal", arguments)


def _backups(word: str, arguments: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            _use_demonstration_s_files(stack, served=word != "backup_key" and "--verify" not in arguments)
        django.setup()
        from maillage.config.backups.commands import COMMANDS

        return COMMANDS[word](arguments)


def _export(_: str, arguments: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            _use_demonstration(stack)
        django.setup()
        from maillage.config.exports.commands import main as export

        return export(arguments)


def _check(_: str, arguments: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ:
            _use_demonstration(stack)
        if not os.environ.get("MAILLAGE_SECRET_KEY"):
            print(
                "MAILLAGE_SECRET_KEY manque : rien ne démarre.\n  → openssl rand -base64 48", file=sys.stderr
            )
            return 1
        django.setup()
        from maillage.config.checking.command import main

        return main(arguments)


def _alert(_: str, arguments: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    django.setup()
    from maillage.config.monitoring.alert import main

    return main(arguments)


def _use_demonstration_s_files(stack: ExitStack, *, served: bool) -> None:
    """A key is made, and a backup is read again, without any server."""
    os.environ.setdefault("MAILLAGE_DATA", str(DEMO_DATA))
    if served:
        os.environ["DATABASE_SUPERUSER_URL"] = _use_demonstration(stack).cluster.urls()["superuser"]


def _django(word: str, arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    with ExitStack() as stack:
        if "DATABASE_URL" not in os.environ and word not in NEEDS_NO_DATABASE:
            _use_demonstration(stack)
        execute_from_command_line(["maillage", word, *arguments])
    return 0


def _use_demonstration(stack: ExitStack) -> "Installation":
    """Without a database of one's own: the demonstration's, started for the time of the command if need be."""
    from maillage.config.installation import Installation

    installation = Installation(Path(os.environ.get("MAILLAGE_DATA", DEMO_DATA)))
    installation.make_folders()
    stack.enter_context(installation.cluster)
    os.environ.update(installation.environment())
    return installation


WORDS: dict[str, Callable[[str, list[str]], int]] = {
    "screen": _screen,
    "scales": _scales,
    "demo": _demo,
    "provision": _provision,
    "materials": _materials,
    "migrate": _migrate,
    "worker": _worker,
    "verify-journal": _verify_journal,
    "backup": _backups,
    "restore": _backups,
    "backup_key": _backups,
    "export": _export,
    "check": _check,
    "alert": _alert,
}
