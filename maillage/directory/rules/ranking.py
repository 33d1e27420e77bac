"""How much each thing counts when answers are put in order: what was meant first, then near, local, confirmed."""

THEME = 10.0
ALL_WORDS = 3.0
WORD_IN_NAME = 2.0
FOR_THEM = 1.5
NOT_FOR_THEM = -2.0
CONFIRMED = 0.5
NATIONAL = -3.0
EACH_FURTHER_THEME = -0.15
FARTHEST = 60.0
AT_FARTHEST = -4.0
NOWHERE = -2.0
"""When nobody knows where it is."""

THEMES_WITHOUT_COMMUNE = 3
MOST = 500
"""Answers that are put in order: who wants more must say more."""
PAGE = 25
SHOWN_BY_STRUCTURE = 3
ALSO_NAMED = 5
UNKNOWN_ZONE_WITHIN = 50
LEFT_OUT_WITHIN = 20
"""Kilometres within which those without a zone are shown, those whose zone is elsewhere are counted, when no radius was chosen."""
