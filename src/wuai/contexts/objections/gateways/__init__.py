"""Who prints."""
