"""What petitions decide."""
