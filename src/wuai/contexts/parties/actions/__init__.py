"""What is done to parties."""

from wuai.contexts.parties.actions.major import flag_major
from wuai.contexts.parties.actions.merge import merge_staged
from wuai.contexts.parties.actions.reveal import reveal
from wuai.contexts.parties.actions.rotate import rotate

__all__ = ["flag_major", "merge_staged", "reveal", "rotate"]
