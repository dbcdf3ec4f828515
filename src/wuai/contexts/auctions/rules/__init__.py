"""What decides about rights of pre-emption and certificates of transfer."""
