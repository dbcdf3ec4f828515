"""Typst sets the notice of an appointment. It knows papers, not our tables."""
