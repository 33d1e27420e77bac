"""Signing in many times would spend a minute in Argon2: a quick hasher first, the real one behind it."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(scope="module")
def one_provider():
    from maillage.accounts.tests.provider import Provider

    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def proconnect(one_provider, settings, tmp_path):
    """ProConnect is on, and answered by a server of this process; honest unless a test says otherwise."""
    from maillage.accounts.tests.provider import SECRET

    secret = tmp_path / "proconnect-secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    one_provider.be_honest()
    one_provider.kid = "rsa-1"
    for name, value in one_provider.settings(str(secret)).items():
        setattr(settings, name, value)
    return one_provider
