"""What care decides."""
