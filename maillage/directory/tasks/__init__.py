"""What runs by itself or for long: reviews reminded."""

from maillage.directory.tasks.reviews import remind_all_reviews

__all__ = ["remind_all_reviews"]
