"""The door of `auctions`."""

from wuai.contexts.auctions.actions.handing import Made, hand_over, keep_made, post
from wuai.contexts.auctions.actions.preempting import (
    LookedUp,
    Told,
    call_off,
    lapse,
    look_up,
    notify,
    recount,
    waive,
)
from wuai.contexts.auctions.actions.transferring import (
    Checked,
    Said,
    check,
    issue,
    prepare,
    propose,
    reissue,
    send_back,
)
from wuai.contexts.auctions.rules.transferring import HandOver

__all__ = [
    "Checked",
    "HandOver",
    "LookedUp",
    "Made",
    "Said",
    "Told",
    "call_off",
    "check",
    "hand_over",
    "issue",
    "keep_made",
    "lapse",
    "look_up",
    "notify",
    "post",
    "prepare",
    "propose",
    "recount",
    "reissue",
    "send_back",
    "waive",
]
