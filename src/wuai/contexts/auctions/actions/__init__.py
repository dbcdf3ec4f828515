"""What people do about rights of pre-emption and certificates of transfer."""
