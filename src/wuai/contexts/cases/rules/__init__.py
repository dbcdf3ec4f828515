"""What cases decides: the life of a case, its limits, who gets it, what accrues."""
