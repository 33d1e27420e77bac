from maillage.directory.models import Structure, StructureKind, Territory
from maillage.permissions import Actor

LOADER = Actor(label="test")


def commune(code="37261"):
    """A commune of the shipped COG, Tours unless told."""
    return Territory.objects.get(kind="commune", code=code)


def structure_kind(code="ccas-cias"):
    return StructureKind.objects.get_or_create(code=code, defaults={"label": code})[0]


def structure(name="CCAS de Tours", **fields):
    return Structure.objects.create(name=name, **{"kind": structure_kind(), "commune": commune()} | fields)
