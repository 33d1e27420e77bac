from maillage.schemes.rules.access import KEEPING, can_keep, check_can_keep, visible, workplace

__all__ = ["KEEPING", "can_keep", "check_can_keep", "visible", "workplace"]
