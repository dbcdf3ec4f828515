"""What people and files do with money."""
