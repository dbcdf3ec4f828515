"""Money in: one event for every payment, where it went, what waits for two people."""
