"""What people do with appointments."""
