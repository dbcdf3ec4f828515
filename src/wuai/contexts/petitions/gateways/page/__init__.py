"""A page on a social network: signed calls about messages that people sent it."""
