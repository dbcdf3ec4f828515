"""What pages, the printer and other contexts see of notices."""
