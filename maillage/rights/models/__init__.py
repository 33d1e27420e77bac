from maillage.rights.models.screening import Chunk, Entitlement, Run, Screening

__all__ = ["Chunk", "Entitlement", "Run", "Screening"]
