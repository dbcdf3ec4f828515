"""Typst, which turns letters into tagged PDF. It knows letters, not our tables."""
