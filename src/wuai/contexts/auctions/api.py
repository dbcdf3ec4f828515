"""The door of `auctions`."""

from wuai.contexts.auctions.actions.beginning import Told
from wuai.contexts.auctions.actions.handing import Made, hand_over, keep_made, post
from wuai.contexts.auctions.actions.noticing import Ordered
from wuai.contexts.auctions.actions.noticing import issue as issue_letters
from wuai.contexts.auctions.actions.noticing import serve as serve_letter
from wuai.contexts.auctions.actions.preempting import (
    LookedUp,
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
    "Ordered",
    "Said",
    "Told",
    "call_off",
    "check",
    "hand_over",
    "issue",
    "issue_letters",
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
    "serve_letter",
    "waive",
]
