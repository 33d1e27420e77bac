"""Paths and VAE without surprises; diplomas are those of the pack, that migrations load."""

from datetime import date

from maillage.diplomas.models import (
    Diploma,
    DiplomaVersion,
    Experience,
    Milestone,
    Path,
    Vae,
    VaeBlock,
    VaeStage,
)
from tests.plugin import become

DAY = date(2026, 3, 2)


def make_path(user, structure, by, diploma="dees", steps=(), **told):
    told = {"post": "Éducatrice, faisant fonction", "started_on": DAY, **told}
    with become("maintenance"):
        path = Path.objects.create(
            user=user, structure=structure, opened_by=by, diploma=Diploma.objects.get(code=diploma), **told
        )
        for title, due_on, done_on in steps:
            Milestone.objects.create(path=path, title=title, due_on=due_on, done_on=done_on)
    return path


def make_vae(user, version="dees-2026", stages=(("started", DAY),), **told):
    """All its known blocks are asked for; one experience."""
    with become("maintenance"):
        rules = DiplomaVersion.objects.get(code=version)
        vae = Vae.objects.create(user=user, diploma_version=rules, **told)
        for stage, done_on in stages:
            VaeStage.objects.create(vae=vae, stage=stage, done_on=done_on)
        for place in rules.placed.all():
            VaeBlock.objects.create(vae=vae, block=place.block)
        Experience.objects.create(vae=vae, title="Animation d’un groupe", setting="work", since=DAY)
    return vae
