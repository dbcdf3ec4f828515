"""What messages shows."""
