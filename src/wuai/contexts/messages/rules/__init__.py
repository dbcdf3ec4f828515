"""What messages decides."""
