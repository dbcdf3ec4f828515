"""What granting some applications does in other contexts."""
