"""The form as an OpenDocument text, which people fill in with any office program."""
