from maillage.contributions.queries.processes import processes, runs, to_wish

__all__ = ["processes", "runs", "to_wish"]
