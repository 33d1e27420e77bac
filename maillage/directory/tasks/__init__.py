"""What runs by itself or for long: reviews reminded, files imported."""

from maillage.directory.tasks.imports import check_import, purge_files, undo_import, write_import
from maillage.directory.tasks.reviews import remind_all_reviews, send_one_review

__all__ = [
    "check_import",
    "purge_files",
    "remind_all_reviews",
    "send_one_review",
    "undo_import",
    "write_import",
]
