from maillage.directory.queries.communes import (
    commune_by_code,
    commune_codes,
    find_communes,
    is_commune,
    read_communes,
)

__all__ = ["commune_by_code", "commune_codes", "find_communes", "is_commune", "read_communes"]
