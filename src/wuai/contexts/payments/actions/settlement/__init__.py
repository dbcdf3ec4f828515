"""Take in a settlement file: all its lines in one transaction, by sets."""
