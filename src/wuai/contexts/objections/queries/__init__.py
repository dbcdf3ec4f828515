"""Objections as pages, letters and lists show them."""
