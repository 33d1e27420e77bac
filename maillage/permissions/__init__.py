"""Who acts, what may be done, and the second lock in PostgreSQL. Imports no context and owns no model."""

from maillage.permissions.actor import ANONYMOUS, MAILER, Actor
from maillage.permissions.forbidden import Forbidden
from maillage.permissions.rules import can

__all__ = ["ANONYMOUS", "MAILER", "Actor", "Forbidden", "can"]
