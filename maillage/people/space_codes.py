"""Codes that open a person's own space: what is printed, and the fingerprint that is kept of it."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from django.conf import settings

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without the signs that are mistaken for one another on paper."""
LENGTH = 10


def new_code() -> str:
    """Ten signs, "ABCDE-FGHJK": some 49 bits."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{signs[:5]}-{signs[5:]}"


def fingerprint(code: str) -> str:
    """The same for a code typed in small letters, with spaces or without its dash."""
    written = re.sub(r"[^A-Z0-9]", "", code.upper())
    key = hashlib.sha256(b"maillage own space\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()


def _box() -> Fernet:
    key = hashlib.sha256(b"maillage code to hand over\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


def sealed(code: str) -> str:
    """A code on its way to the page that shows it: a session is a row of the database, a copy must not tell it."""
    return _box().encrypt(code.encode()).decode()


def opened(text: str) -> str:
    return _box().decrypt(text.encode()).decode()
