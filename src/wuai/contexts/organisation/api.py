"""The door of `organisation`."""

from wuai.contexts.organisation.reference import load_reference

__all__ = ["load_reference"]
