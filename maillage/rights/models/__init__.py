from maillage.rights.models.claims import Appeal, Claim, Overpayment, Piece
from maillage.rights.models.screening import Chunk, Entitlement, Run, Screening

__all__ = ["Appeal", "Chunk", "Claim", "Entitlement", "Overpayment", "Piece", "Run", "Screening"]
