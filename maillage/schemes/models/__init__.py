from maillage.schemes.models.schemes import Scheme

__all__ = ["Scheme"]
