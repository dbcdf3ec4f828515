"""The door of audit."""

from wuai.contexts.audit.actions import Sealed, seal
from wuai.contexts.audit.queries_verify import Report, verify

__all__ = ["Report", "Sealed", "seal", "verify"]
