"""What petitions show."""
