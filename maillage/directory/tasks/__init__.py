"""What runs by itself or for long: reviews reminded, files imported."""

from maillage.directory.tasks.imports import check_import, undo_import, write_import
from maillage.directory.tasks.reviews import remind_all_reviews

__all__ = ["check_import", "remind_all_reviews", "undo_import", "write_import"]
