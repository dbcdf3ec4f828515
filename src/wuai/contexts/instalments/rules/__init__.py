"""What instalments decides: values and the day in, a decision or a refusal out."""
