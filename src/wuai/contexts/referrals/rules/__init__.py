"""What referrals decides about a file and its rows."""
