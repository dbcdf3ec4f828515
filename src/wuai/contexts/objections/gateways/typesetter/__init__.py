"""Typst sets the papers of an objection. It knows papers, not our tables."""
