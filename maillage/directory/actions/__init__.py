from maillage.directory.actions.cards import create_structure
from maillage.directory.actions.structure_kinds import load_structure_kinds
from maillage.directory.actions.territories import OlderPack, TerritoryChanges, load_territories

__all__ = ["OlderPack", "TerritoryChanges", "create_structure", "load_structure_kinds", "load_territories"]
