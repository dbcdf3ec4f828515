"""What may be declared about a day, how a deadline lives, and what a closure moves."""
