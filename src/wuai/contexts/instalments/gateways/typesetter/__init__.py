"""Typst sets the papers of a plan. It knows papers, not our tables."""
