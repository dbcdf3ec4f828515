"""The counter: till, receipts, cheques, cards, fees."""
