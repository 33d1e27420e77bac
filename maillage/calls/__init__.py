"""Calls for projects: from a published call to letters, through a jury with its colleges; indicators with their narrative."""
