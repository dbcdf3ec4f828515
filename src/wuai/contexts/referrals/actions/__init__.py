"""What is done with a referral file."""

import os

# Pieces are small and two processes share the cores: threads inside each would only wait for others.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
