"""What pages show about rights of pre-emption and certificates."""

PAGE = 50
