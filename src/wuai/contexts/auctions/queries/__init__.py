"""What pages show about rights of pre-emption and certificates."""
