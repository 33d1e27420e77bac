"""Placements on paper of the demo: each state is shown once at least, one is signed by four people, one stopped."""

import pytest
from django.db import transaction

from maillage.conventions.enums import State
from maillage.conventions.models import Convention, Funding, Signature, Site, SupportRequest, state_of
from maillage.demo import conventions, places
from maillage.demo.reading import load
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

SYSTEM = Actor(label="démonstration")


@pytest.mark.django_db
def test_every_state_of_a_convention_is_shown():
    told = load()
    with transaction.atomic(), acting(SYSTEM):
        conventions.lay_out(places.lay_out(SYSTEM, told), told["conventions"])
    with become("maintenance"):
        rows = list(Convention.objects.prefetch_related("signatures"))
        states = {state_of(row, row.signatures.all()) for row in rows}
        signed = [
            row for row in rows if row.signed_version == 1 and Signature.objects.filter(convention=row).count() == 4
        ]  # fmt: skip
        assert len(rows) >= 12
        assert states == {one for one in State if one != State.SIGNED}
        assert len(signed) >= 4
        assert (Funding.objects.count(), SupportRequest.objects.count()) == (1, 1)
        assert {str(site.state) for site in Site.objects.all()} == {"running", "proposed"}
        assert {one.owed > 0 for one in signed} == {True, False}
