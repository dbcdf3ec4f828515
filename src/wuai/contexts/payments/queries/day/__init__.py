"""The day: bank lines, matching, differences, close."""
