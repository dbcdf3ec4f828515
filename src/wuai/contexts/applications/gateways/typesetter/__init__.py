"""Typst sets the form on paper. It knows a form, not our tables."""
