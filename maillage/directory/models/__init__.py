from maillage.directory.models.base import Source
    "Door",
    "ErrorReport",
    "Link",
    "LinkInsight",
