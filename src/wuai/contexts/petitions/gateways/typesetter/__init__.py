"""Sets letters and recorded statements."""
