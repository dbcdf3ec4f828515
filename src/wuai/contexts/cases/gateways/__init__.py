"""What cases speaks with outside."""
