from maillage.rights.models.screening import Entitlement, Run, Screening

__all__ = ["Entitlement", "Run", "Screening"]
