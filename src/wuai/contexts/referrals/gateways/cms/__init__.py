"""Detached signatures (CMS, PKCS #7) on referral files."""
