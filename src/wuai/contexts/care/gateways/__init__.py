"""The slip is set as PDF here."""
