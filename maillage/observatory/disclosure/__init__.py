"""Which cells of a table of persons may be told, so that nobody works the others out: plain Python, numpy and scipy.

    told = protect(Cube(axes, counts, persons, structures, top, asked, known, …))
    told.published      the cells that may be told
    told.reasons        why each other one may not: what the table says of it

What is assumed of who reads: they have every cell told now and before, all the sums between cells (territories inside one
another, margins, periods that overlap), and know that a count is not negative. They must not find a masked cell, nor come near.
"""

from maillage.observatory.disclosure.axes import Axis, flat, whole_and_parts
from maillage.observatory.disclosure.control import Protection, protect
from maillage.observatory.disclosure.cube import Cube, Reason

__all__ = ["Axis", "Cube", "Protection", "Reason", "flat", "protect", "whole_and_parts"]
