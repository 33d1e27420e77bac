from maillage.diplomas.models.reference import (
    Block,
    Bridge,
    Diploma,
    DiplomaVersion,
    Record,
    VersionBlock,
)

__all__ = ["Block", "Bridge", "Diploma", "DiplomaVersion", "Record", "VersionBlock"]
