import subprocess
import sys
import types
from pathlib import Path

import pytest

from maillage.config import commandline

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def screen_file(monkeypatch):
    given = types.ModuleType("maillage.rights.screen_file")
    rights = types.ModuleType("maillage.rights")
    rights.screen_file = given
    monkeypatch.setitem(sys.modules, "maillage.rights", rights)
    monkeypatch.setitem(sys.modules, "maillage.rights.screen_file", given)
    return given


def test_screen_receives_what_follows_and_gives_the_exit_code(screen_file):
    received = []
    screen_file.main = lambda arguments: received.append(arguments) or 3
    assert commandline.main(["screen", "foyers.csv", "--month", "2026-11"]) == 3
    assert received == [["foyers.csv", "--month", "2026-11"]]


def test_screen_without_a_code_is_a_success(screen_file):
    screen_file.main = lambda arguments: None
    assert commandline.main(["screen", "foyers.csv"]) == 0


def test_the_dispatch_loads_neither_django_nor_the_database():
    program = (
        "import sys, types;"
        "sys.modules['maillage.rights.screen_file'] = types.SimpleNamespace(main=lambda arguments: 0);"
        "from maillage.config.commandline import main; main(['screen', 'x']);"
        "print([name for name in ('django', 'psycopg', 'maillage.config.cluster') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_no_word_shows_the_words(capsys):
    assert commandline.main([]) == 0
    assert capsys.readouterr().out == commandline.USAGE


def test_a_stopped_command_says_nothing(screen_file, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    screen_file.main = interrupted
    assert commandline.main(["screen", "x"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        (["migrate"], ["maillage", "migrate", "--database", "owner"]),
        (["migrate", "--database=other"], ["maillage", "migrate", "--database=other"]),
        (["worker", "--one-shot"], ["maillage", "procrastinate", "worker", "--one-shot"]),
        (["verify-journal"], ["maillage", "verify_journal"]),
        (["showmigrations", "--plan"], ["maillage", "showmigrations", "--plan"]),
    ],
)
def test_words_that_django_runs(typed, run, monkeypatch):
    received = []
    monkeypatch.setenv("DATABASE_URL", "postgres:///somewhere")
    monkeypatch.setattr("django.core.management.execute_from_command_line", received.append)
    assert commandline.main(typed) == 0
    assert received == [run]


def test_without_a_secret_the_check_says_so(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres:///somewhere")
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", "")
    assert commandline.main(["check"]) == 1
    assert "MAILLAGE_SECRET_KEY manque" in capsys.readouterr().err
