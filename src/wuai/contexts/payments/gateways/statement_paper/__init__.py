"""The typesetter of agencies' statements."""
