"""What runs by itself or for long: reviews reminded, files imported."""

from maillage.directory.tasks.imports import purge_files
from maillage.directory.tasks.reviews import remind_all_reviews, send_one_review

__all__ = ["purge_files", "remind_all_reviews", "send_one_review"]
