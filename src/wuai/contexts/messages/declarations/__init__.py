"""The kinds of messages that every context may use."""
