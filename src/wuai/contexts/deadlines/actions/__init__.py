"""Declaring closures, and what people do with deadlines that run."""
