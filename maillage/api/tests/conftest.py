from maillage.directory.tests.conftest import territories

__all__ = ["territories"]
