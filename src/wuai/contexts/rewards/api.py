"""The door of `rewards`."""

from wuai.contexts.rewards.actions import decide, propose, take_down
from wuai.contexts.rewards.rules import Wording

__all__ = ["Wording", "decide", "propose", "take_down"]
