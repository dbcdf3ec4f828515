"""The typesetter of the papers of a case."""
