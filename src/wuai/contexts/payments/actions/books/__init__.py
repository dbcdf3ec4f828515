"""How money is booked: postings, and the day on which they count."""
