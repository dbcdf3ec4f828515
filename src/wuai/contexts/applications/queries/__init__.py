"""Applications as pages show them."""
