"""What is decided about objections: their life, who may make them, what may be found."""
