"""What may happen to an appointment, when places exist, and until when people may change."""
