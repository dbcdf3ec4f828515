"""What a command prints; see ``platform.output``, which contexts use too."""

from wuai.platform.output import describe, dump, emit, plain, run_refusable

__all__ = ["describe", "dump", "emit", "plain", "run_refusable"]
