"""What people do about instalments."""
