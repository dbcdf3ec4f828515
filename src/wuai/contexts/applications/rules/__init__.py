"""What an application is, how its answers are read, and how it moves. Pure."""
