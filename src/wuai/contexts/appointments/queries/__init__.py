"""What pages and other contexts see of appointments."""
