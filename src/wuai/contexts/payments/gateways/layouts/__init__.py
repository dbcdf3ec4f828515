"""Two ways in which counterparts write their files, declared field by field; a new one is data."""
