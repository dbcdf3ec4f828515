"""What people do about an objection."""
