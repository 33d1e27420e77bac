"""What a process is told to serve one database of the tests' server."""

from pathlib import Path
from urllib.parse import urlsplit

from maillage.config.installation import DATABASE_VARIABLES
from tests import plugin


def environment_of(name: str, folder: Path) -> dict[str, str]:
    urls = plugin.CLUSTER.urls()
    databases = {
        variable: urlsplit(urls[role])._replace(path=f"/{name}").geturl()
        for variable, role in DATABASE_VARIABLES.items()
    }
    return databases | {
        "DATABASE_ASSUME_ROLE": "",
        "MAILLAGE_DATA": str(folder),
        "MAILLAGE_SENDER_EMAIL": "maillage.web.senders.FileSender",
        "PYTHONPATH": str(plugin.ROOT),
    }
