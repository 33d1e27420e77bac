"""Each command of docs/guides/api.md answers as it says, to somebody without an account."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from maillage.api.parameters import MOST_SIZE, MOST_VALUES, SERVICES, STRUCTURES, USUAL_SIZE
from maillage.api.rate import A_MINUTE
from maillage.directory.queries.inclusion import inclusion_id
from maillage.directory.tests.factories import structure
from maillage.directory.tests.offer import make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
GUIDE = (Path(__file__).parents[3] / "docs/guides/api.md").read_text()
SITE = "http://testserver"
COMMANDS = re.findall(r"^(curl .*?)\s+# (\d{3})$", GUIDE, re.MULTILINE)


@pytest.fixture
def service():
    cache.clear()
    return make_service(structure(), "Atelier numérique")


def asked(client, command, **variables):
    """What curl would send: its options here are -X, -H and -o."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    method, headers, url = "GET", {}, ""
    words = iter(shlex.split(command, posix=True)[1:])
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, value = next(words).split(": ", 1)
            headers[name] = value
        elif word == "-o":
            next(words)
        else:
            assert word.startswith(SITE), f"unknown option {word}"
            url = word.removeprefix(SITE)
    parts = urlsplit(url)
    return client.generic(method, parts.path, QUERY_STRING=parts.query, headers=headers)


def test_the_guide_has_commands():
    assert len(COMMANDS) == GUIDE.count("\ncurl ") >= 18


@pytest.mark.parametrize(("command", "status"), COMMANDS, ids=[one for one, _ in COMMANDS])
def test_a_command_answers_as_the_guide_says(client, service, command, status):
    first = client.get("/api/v1/structures?size=5")
    etag = first["ETag"].replace('"', '\\"')
    answer = asked(client, command, MAILLAGE=SITE, ID=inclusion_id(service), ETAG=etag)
    assert answer.status_code == int(status), answer.content
    if status.startswith("4"):
        assert answer.json()["erreur"]
    elif ".csv" in command:
        assert answer["Content-Type"].startswith("text/csv")
        assert ";" in answer.content.decode().splitlines()[0]
    elif status == "200":
        assert answer.json()


def test_the_error_shown_is_the_one_given(client, service):
    [shown] = re.findall(r"```json\n(.*?)\n```", GUIDE)
    assert client.get("/api/v1/structures?size=beaucoup").content.decode() == shown


def test_the_guide_names_every_parameter_and_every_limit():
    known = {one.name for one in (*STRUCTURES, *SERVICES)}
    assert {name for name in known if f"`{name}`" not in GUIDE} == set()
    for told in (
        f"{A_MINUTE} requests a minute",
        f"{MOST_VALUES} values at most",
        f"{USUAL_SIZE} cards a page",
        f"{MOST_SIZE} at most",
    ):
        assert told in GUIDE
