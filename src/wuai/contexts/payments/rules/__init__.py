"""What payments decides: slips, and where money goes."""
