from maillage.rights.models.claims import Appeal, Claim, Overpayment, Piece
from maillage.rights.models.screening import Entitlement, Run, Screening

__all__ = ["Appeal", "Claim", "Entitlement", "Overpayment", "Piece", "Run", "Screening"]
