from maillage.directory.forms.fields import CommuneField

__all__ = ["CommuneField"]
