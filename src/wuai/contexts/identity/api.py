"""The door of `identity`."""

from wuai.contexts.identity.queries import actor_of_account
from wuai.contexts.identity.reference import load_reference

__all__ = ["actor_of_account", "load_reference"]
