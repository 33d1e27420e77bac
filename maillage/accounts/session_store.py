"""Sessions in the database. A request that changed nothing of its session says only that it is still used.

Saved whole at every request, an answer that comes late (a list of communes asked while typing) would put back the
session as it had read it, and lose what the page sent meanwhile has written: a message, the structure chosen.
"""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as WholeSession


class SessionStore(WholeSession):
    def save(self, must_create: bool = False) -> None:
        if must_create or self.modified or not self.session_key:
            super().save(must_create)
        elif not self._stays_alive():
            raise UpdateError

    def _stays_alive(self) -> bool:
        rows = self.model.objects.filter(session_key=self.session_key)
        return bool(rows.update(expire_date=self.get_expiry_date()))
