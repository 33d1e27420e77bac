"""The `run` script, with an installer that only writes down that it was called."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ("sh", "cat", "cksum", "readlink", "dirname", "mkdir", "rm", "id", "ln", "sleep")
UV = f"""#!/bin/sh
echo "$*" >>"$CALLS"
for last; do :; done
case $1 in
venv) mkdir -p "$last/bin" && ln -s "{sys.executable}" "$last/bin/python" ;;
pip) [ ! -e "$CALLS.fails" ] || exit 1 ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "mon dossier"
    (folder / "maillage").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder)
    (folder / "requirements.lock").write_text("one\n")
    (folder / "maillage" / "__main__.py").write_text("import os, sys; print(os.getcwd(), sys.argv[1:])\n")
    return folder


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    (folder / "python3").symlink_to(sys.executable)
    (folder / "uv").write_text(UV)
    (folder / "uv").chmod(0o755)
    return folder


@pytest.fixture
def run(checkout, path, tmp_path):
    def run(*arguments, script=checkout / "run", cwd=tmp_path):
        environment = {"PATH": str(path), "CALLS": str(tmp_path / "calls"), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [script, *arguments], check=False, cwd=cwd, env=environment, capture_output=True, text=True
        )

    run.calls = lambda: (tmp_path / "calls").read_text().splitlines() if (tmp_path / "calls").exists() else []
    run.fails = tmp_path / "calls.fails"
    return run


def test_it_installs_once_with_hashes_and_nothing_unlisted(run, checkout, path):
    for _ in range(2):
        assert run("maillage").returncode == 0
    venv = checkout / ".venv"
    assert run.calls() == [
        f"venv --quiet --no-project --python {path / 'python3'} {venv}",
        f"pip install --quiet --python {venv}/bin/python --require-hashes --no-deps -r requirements.lock",
    ]


def test_a_changed_lock_is_installed_again(run, checkout):
    run("maillage")
    (checkout / "requirements.lock").write_text("two\n")
    run("maillage")
    assert len(run.calls()) == 4


def test_a_moved_checkout_is_installed_again(run, checkout):
    run("maillage")
    moved = checkout.rename(checkout.with_name("moved"))
    assert run("maillage", script=moved / "run").returncode == 0
    assert len(run.calls()) == 4


def test_a_failed_installation_is_said_and_done_again(run, checkout):
    run.fails.touch()
    failed = run("maillage")
    assert failed.returncode == 1
    assert "L'installation des dépendances a échoué" in failed.stderr
    assert "Installing the packages failed" in failed.stderr
    run.fails.unlink()
    assert run("maillage").returncode == 0
    assert len(run.calls()) == 4


def test_it_works_through_links_from_anywhere_and_leaves_paths_to_the_caller(run, checkout, tmp_path):
    links = tmp_path / "links"
    links.mkdir()
    (links / "first").symlink_to(f"../{checkout.name}/run")
    (links / "second").symlink_to("first")
    done = run("maillage", "screen", "un fichier.csv", script=links / "second", cwd=links)
    assert done.stdout == f"{links} ['screen', 'un fichier.csv']\n"


def test_nothing_is_imported_from_the_callers_folder(run, tmp_path):
    (tmp_path / "maillage").mkdir()
    (tmp_path / "maillage" / "__main__.py").write_text("print('stranger')")
    assert run("maillage").stdout == f"{tmp_path} []\n"


def test_demo_passes_its_options_on(run, tmp_path):
    assert run("demo", "--port", "8123").stdout == f"{tmp_path} ['demo', '--port', '8123']\n"


def test_without_python_it_says_so_in_french_and_in_english(run, path):
    (path / "python3").unlink()
    done = run("maillage")
    assert done.returncode == 1
    french, english = done.stderr.splitlines()
    assert french.startswith("Maillage a besoin de Python 3.11 ou plus récent")
    assert english.startswith("Maillage needs Python 3.11 or newer")


def test_a_python_too_old_is_passed_over(run, path):
    (path / "python3.12").symlink_to((path / "python3").readlink())
    (path / "python3").unlink()
    (path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (path / "python3").chmod(0o755)
    assert run("maillage").returncode == 0


def test_two_first_runs_at_once_install_once(checkout, path, tmp_path):
    environment = {"PATH": str(path), "CALLS": str(tmp_path / "calls")}
    both = [
        subprocess.Popen([checkout / "run", "maillage"], env=environment, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [process.wait(30) for process in both] == [0, 0]
    assert len((tmp_path / "calls").read_text().splitlines()) == 2


def test_without_a_browser_and_without_apt_it_says_what_to_install(run):
    done = run("e2e")
    assert done.returncode == 1
    assert "installez-le (« apt-get install chromium » sous Debian)" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("unknown",)])
def test_an_unknown_word_shows_the_words(run, arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert "./run demo [--port N] [--data DIR] [--reset]" in done.stdout + done.stderr
    assert run.calls() == []


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_hold_nothing_that_only_one_shell_knows(script):
    dash = shutil.which("dash") or shutil.which("sh")
    assert subprocess.run([dash, "-n", ROOT / script], check=False).returncode == 0


def test_a_bench_without_a_name_lists_them(run, checkout):
    (checkout / "benchmarks").mkdir()
    shutil.copy(ROOT / "benchmarks/__main__.py", checkout / "benchmarks")
    (checkout / "benchmarks/ground.py").write_text("def run(arguments): print('measured', arguments)\n")
    done = run("bench")
    assert (done.returncode, done.stdout) == (0, "ground\n"), done.stderr
    assert run("bench", "ground", "12").stdout == "measured ['12']\n"
    assert run("bench", "nothing").returncode == 2
