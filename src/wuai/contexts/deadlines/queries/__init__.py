"""The calendar, the deadlines that run, and how each was reckoned."""
