from maillage.conventions.queries.tutors import quota_left

__all__ = ["quota_left"]
