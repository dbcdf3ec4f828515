"""What messages does."""
