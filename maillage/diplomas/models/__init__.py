from maillage.diplomas.models.paths import Milestone, Path
from maillage.diplomas.models.reference import (
    Block,
    Bridge,
    Delay,
    Diploma,
    DiplomaVersion,
    Record,
    VersionBlock,
)
from maillage.diplomas.models.vae import Experience, Vae, VaeBlock, VaeStage

__all__ = [
    "Block",
    "Bridge",
    "Delay",
    "Diploma",
    "DiplomaVersion",
    "Experience",
    "Milestone",
    "Path",
    "Record",
    "Vae",
    "VaeBlock",
    "VaeStage",
    "VersionBlock",
]
