"""Questionnaires: asked until a last second, answered by account, by link or on paper."""
