"""Mailboxes of other servers, read by IMAP."""
