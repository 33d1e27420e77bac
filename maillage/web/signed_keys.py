"""What the link in a mail carries: the key of one row, signed for one use."""

from datetime import timedelta
from uuid import UUID

from django.core import signing


def signed(key: UUID, use: str) -> str:
    return signing.dumps(str(key), salt=use)


def key_in(token: str, use: str, longest: timedelta | None = None) -> UUID | None:
    """The key that this token signs for this use; None for any other text, or a token older than `longest`."""
    try:
        return UUID(signing.loads(token, salt=use, max_age=longest))
    except (signing.BadSignature, ValueError):
        return None
