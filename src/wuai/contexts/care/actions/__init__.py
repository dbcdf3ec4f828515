"""What care does."""
