"""Natural-person certificates (自然人憑證): what a card signed, and whether its certificate is good."""
