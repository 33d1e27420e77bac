"""Directories' files, in and out: read whatever they are, told in data·inclusion's words, checked line by line."""

from maillage.directory.exchange.checking import Checked, Places, check
from maillage.directory.exchange.fields import FOREIGN
from maillage.directory.exchange.reading import Unreadable
from maillage.directory.exchange.records import Column, Recognised, Record, recognise, records

__all__ = [
    "FOREIGN",
    "Checked",
    "Column",
    "Places",
    "Recognised",
    "Record",
    "Unreadable",
    "check",
    "recognise",
    "records",
]
