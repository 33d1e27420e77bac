"""Sessions in the database, under the print of their key: whoever reads the table can't take anybody's place.

A request that changed nothing of its session says only that it is still used. Saved whole at every request, an answer
that comes late (a list of communes asked while typing) would put back the session as it had read it, and lose what the
page sent meanwhile has written: a message, the structure chosen.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as WholeSession
from django.db import OperationalError
from django.utils import timezone


def print_of(key: str | None) -> str:
    """40 characters, as wide as Django's column; the key itself is drawn from 32 characters among 36."""
    return sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(WholeSession):
    def save(self, must_create: bool = False) -> None:
        if must_create or self.modified or not self.session_key:
            self._save_whole(must_create)
        elif not self._stays_alive():
            raise UpdateError

    def _save_whole(self, must_create: bool) -> None:
        """Django says of a database that cut the connection that somebody signed out meanwhile."""
        try:
            super().save(must_create)
        except UpdateError as lost:
            if isinstance(lost.__context__, OperationalError):
                raise lost.__context__ from None
            raise

    def _stays_alive(self) -> bool:
        rows = self.model.objects.filter(session_key=print_of(self.session_key))
        return bool(rows.update(expire_date=self.get_expiry_date()))

    def _get_session_from_db(self) -> Any:
        """As Django's, which asks by the key itself."""
        rows = self.model.objects.filter(
            session_key=print_of(self.session_key), expire_date__gt=timezone.now()
        )
        found = rows.first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(session_key=print_of(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = print_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=print_of(key)).delete()
