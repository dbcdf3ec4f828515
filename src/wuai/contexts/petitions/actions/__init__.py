"""What petitions do."""
