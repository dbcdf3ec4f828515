"""What a person pays with: slips, their days, the ways to pay that are offered."""
