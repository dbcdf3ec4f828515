"""The description of the referral file on paper."""
