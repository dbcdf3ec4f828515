"""Money out: remittances to agencies, refunds to payers, statements."""
