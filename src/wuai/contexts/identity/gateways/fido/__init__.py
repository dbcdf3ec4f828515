"""TW FidO (行動自然人憑證): the ministry asks somebody's telephone to sign."""
