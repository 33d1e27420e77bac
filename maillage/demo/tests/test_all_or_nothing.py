"""A territory that cannot be told to its end leaves nothing behind."""

import pytest

from maillage.accounts.models import User
from maillage.demo import actions
from maillage.directory.models import Structure
from maillage.permissions import Actor


def test_half_a_territory_is_none(db, monkeypatch):
    told = actions.load()
    who = {"person": "Samira Benali", "by": "claire"}
    lost = {"ago": 1, "consent": "nobody", "parts": [], "purpose": "", "for": 1}
    told |= {"households": told["households"][:1], "stories": [who | {"story": [lost]}]}
    monkeypatch.setattr(actions, "load", lambda: told)
    with pytest.raises(KeyError, match="nobody"):
        actions.seed(by=Actor(label="démonstration"))
    assert (User.objects.count(), Structure.objects.count()) == (0, 0)
