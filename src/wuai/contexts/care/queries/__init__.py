"""What care shows."""
