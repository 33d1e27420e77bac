"""What every test finds: the database of `tests/plugin.py` (a conftest's fixture wins over a plugin's)."""

from tests.plugin import django_db_setup, fresh_database_after_commits

__all__ = ["django_db_setup", "fresh_database_after_commits"]
