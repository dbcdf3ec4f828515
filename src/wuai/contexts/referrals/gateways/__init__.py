"""What the referrals print."""
