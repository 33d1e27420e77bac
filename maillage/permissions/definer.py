"""Functions that look beyond row security, owned by the maintenance role, in migrations."""

from collections.abc import Iterable


def as_maintenance(statements: str) -> str:
    """Run by the role that owns the functions, and that row security lets through."""
    return f"SET LOCAL ROLE maillage_maintenance; {statements} RESET ROLE;"


def granted(signatures: Iterable[str]) -> str:
    """Called by the application; and by the owner, whose foreign keys are checked under row security too."""
    return "".join(
        f"REVOKE ALL ON FUNCTION maillage_definer.{one} FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION maillage_definer.{one} TO maillage_app, maillage_owner;"
        for one in signatures
    )
