"""Card pages of two platforms: attempts, evidence, refunds to the card."""
