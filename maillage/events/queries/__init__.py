from maillage.events.queries.openings import coming, keeps, links, opening_of, openings, turns

__all__ = ["coming", "keeps", "links", "opening_of", "openings", "turns"]
