"""What takes a payment off again, by two people: voids, chargebacks, wrong slips."""
