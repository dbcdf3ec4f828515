"""The certificate is set as PDF here."""
