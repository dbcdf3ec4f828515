"""Parties outside: the typesetter."""
