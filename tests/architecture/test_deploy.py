"""What `deploy/` names exists in the product; systemd and nginx read their files, where they are installed."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands
from gunicorn.config import Config

from maillage.config.commandline import WORDS
from maillage.config.monitoring.probes import ANSWERS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
ALERT = DEPLOY / "systemd/maillage-alert@.service"
SERVICES = [path for path in UNITS if path.suffix == ".service"]
CHECKOUT = "/srv/maillage/maillage"
LAID_OUT = {
    "/srv/maillage/data",
    "/srv/maillage/static",
    "/srv/maillage/backups",
    "/etc/maillage/env",
    "/etc/maillage/master-keys",
    "/etc/maillage/backup-keys",
    "/etc/maillage/texts",
}
"""What the administrator makes, as the guide says."""
VARIABLE = re.compile(r"\b(?:MAILLAGE|DATABASE)_[A-Z_]+\b")
GUIDE = (ROOT / "docs/guides/administration.md").read_text()


def setting(unit: Path, name: str) -> list[str]:
    return [line.partition("=")[2] for line in unit.read_text().splitlines() if line.startswith(f"{name}=")]


def everything() -> str:
    return "\n".join(path.read_text() for path in sorted(DEPLOY.rglob("*")) if path.is_file())


def read_by_the_code() -> set[str]:
    sources = (path.read_text() for path in (ROOT / "maillage").rglob("*.py") if "tests" not in path.parts)
    found = {name for text in sources for name in re.findall(r'"((?:MAILLAGE|DATABASE)_[A-Z_]+)"', text)}
    assert len(found) > 20
    return found


def test_every_variable_is_read_by_the_code():
    named = set(VARIABLE.findall(everything()))
    assert len(named) >= 20
    assert named - read_by_the_code() == set()


def test_the_guide_of_installation_tells_every_variable():
    told = (ROOT / "docs/guides/installation.md").read_text()
    settings = (ROOT / "maillage/config/settings.py").read_text()
    read = set(re.findall(r'"((?:MAILLAGE|DATABASE)_[A-Z_]+)"', settings)) - {"DATABASE_ASSUME_ROLE"}
    shortened = {"MAILLAGE_SMTP_PORT", "MAILLAGE_SMTP_USER", "MAILLAGE_SMTP_PASSWORD"}
    shortened |= {"MAILLAGE_SENDER_SMS", "MAILLAGE_SENDER_POST"}
    assert {name for name in read - shortened if f"`{name}`" not in told} == set()


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_command_exists(unit):
    (command,) = setting(unit, "ExecStart")
    python, isolated, module, name, *arguments = shlex.split(command)
    assert (python, isolated, module) == (f"{CHECKOUT}/.venv/bin/python", "-P", "-m")
    if name == "gunicorn":
        assert served(arguments) == ("maillage.config.wsgi:application", ["127.0.0.1:8000"])
    else:
        assert name == "maillage"
        assert arguments[0] in {*WORDS, *get_commands()}


def served(arguments):
    """gunicorn's own reading of its options: one that it does not know ends the test."""
    options = Config().parser().parse_args(arguments)
    return options.args[0], options.bind


def test_every_service_is_as_closed_as_the_others():
    """A line that one unit has lost would be missed by nobody."""
    closed = {unit.name: hardening(unit) for unit in SERVICES}
    assert len(next(iter(closed.values()))) >= 20
    assert set(map(frozenset, closed.values())) == {frozenset(closed["maillage-web.service"])}
    assert all(setting(unit, "User") == ["maillage"] for unit in SERVICES)


def hardening(unit):
    return [
        line
        for line in unit.read_text().splitlines()
        if re.match(r"(Protect|Private|Restrict|NoNew|Cap|System|Lock|UMask)", line)
    ]


def test_every_timer_has_its_service_and_every_oneshot_its_timer():
    timers = {unit.stem for unit in UNITS if unit.suffix == ".timer"}
    assert timers == {unit.stem for unit in SERVICES if setting(unit, "Type") == ["oneshot"]} - {ALERT.stem}
    assert len(timers) == 3


def test_whatever_fails_is_told_by_mail_but_the_mail_itself():
    """Pages and workers begin again by themselves: the probes see those that do not."""
    told = {unit.stem for unit in SERVICES if setting(unit, "OnFailure") == ["maillage-alert@%n.service"]}
    assert told == {unit.stem for unit in UNITS if unit.suffix == ".timer"}


def test_every_path_is_the_product_s_or_laid_out_by_the_guide():
    paths = set(re.findall(r"/(?:srv|etc)/maillage(?:/[\w.-]+)*", everything()))
    own = {path for path in paths if path == CHECKOUT or path.startswith(f"{CHECKOUT}/")}
    assert {path for path in own if not (ROOT / path.removeprefix(CHECKOUT).lstrip("/")).exists()} == set()
    made = {
        path
        for path in paths - own
        if path not in LAID_OUT | {"/srv/maillage", "/srv/maillage/data/erasures"}
    }
    assert {path for path in made if not path.startswith("/etc/nginx")} == set()
    assert {path for path in LAID_OUT if path not in GUIDE} == set()


def test_the_proxy_leads_to_the_port_of_the_pages_and_names_probes_that_exist():
    told = (DEPLOY / "nginx/maillage.conf").read_text()
    (bound,) = re.findall(r"--bind (\S+)", (DEPLOY / "systemd/maillage-web.service").read_text())
    assert re.findall(r"^\s*server (\S+) ", told, re.M) == [bound]
    assert set(re.findall(r"/sante/\w+", everything())) <= set(ANSWERS)
    for header in ("Host $http_host", "X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {header};" in told


def test_the_proxy_writes_no_line_a_request():
    told = (DEPLOY / "nginx/maillage.conf").read_text()
    assert told.count("access_log off;") == len(re.findall(r"^server \{", told, re.M)) == 2


def test_the_container_copies_what_exists_and_serves_as_the_unit_does():
    told = (DEPLOY / "Containerfile").read_text()
    copied = [name for line in re.findall(r"^COPY (.+)$", told, re.M) for name in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    arguments = re.findall(r'"([^"]+)"', re.search(r"^CMD (\[.gunicorn.+)$", told, re.M)[1])[1:]
    assert served(arguments) == ("maillage.config.wsgi:application", ["0.0.0.0:8000"])
    assert "--no-index" in told


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_reads_every_unit(tmp_path):
    """In a folder of their own, with this checkout's Python in place of the installed one."""
    for unit in UNITS:
        text = unit.read_text().replace(f"{CHECKOUT}/.venv/bin/python", "/usr/bin/env")
        (tmp_path / unit.name.replace("@", "@1")).write_text(text)
    names = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "maillage" in line]
    assert (done.returncode, said) == (0, [])


@pytest.mark.skipif(
    not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="nginx is not installed here"
)
def test_nginx_reads_its_file(tmp_path):
    made = [tmp_path / "fullchain.pem", tmp_path / "privkey.pem"]
    asked = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=maillage.example.org -out {} -keyout {}"
    )
    subprocess.run(asked.format(*made).split(), check=True, capture_output=True)
    site = (DEPLOY / "nginx/maillage.conf").read_text()
    site = site.replace("/etc/letsencrypt/live/maillage.example.org", str(tmp_path))
    site = site.replace("/var/log/nginx", str(tmp_path))
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ {site} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    done = subprocess.run(
        [program, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "test is successful" in done.stderr) == (0, True), done.stderr
