"""What is done with a referral file."""
